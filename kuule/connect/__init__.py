"""Other systems, and Kuule's talk with them."""
