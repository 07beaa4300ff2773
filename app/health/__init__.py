"""Whether this process lives, whether it is ready for people, and its numbers for monitoring."""
