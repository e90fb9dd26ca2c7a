"""Conversations as trials of answering, and as the service a brand gives. Arrays in, arrays out: no record, no words."""
