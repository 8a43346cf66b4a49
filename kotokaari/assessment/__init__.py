"""What the panel finds: independent scores with reasons, calibration, weightings."""
