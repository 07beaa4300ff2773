"""Speed and memory as ratios in one run: what the product takes, against a bare alternative that does the same work beside it."""
