"""Fill an empty portal with the demo's world, through the product's own doors: import, check, publish, index."""
