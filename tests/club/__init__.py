"""The whole bot in a simulated Discord: what people type and press, and what they then read."""
