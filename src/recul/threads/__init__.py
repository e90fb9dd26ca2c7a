"""Conversations as trials of answering, and as the service a brand gives: arrays in, arrays out, and no words."""
