"""What the figures rule out, and draws that come near them."""
