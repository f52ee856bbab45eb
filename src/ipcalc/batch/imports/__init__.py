"""Tables of matters out of files as people have them."""
