"""Simulated brands whose truth is known."""
