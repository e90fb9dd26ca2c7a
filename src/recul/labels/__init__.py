"""Messages read by hand: which ones are drawn, where their labels are kept, and what a classifier learns from them."""
