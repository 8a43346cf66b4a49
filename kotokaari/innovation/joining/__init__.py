"""Coming in: at the door, by code or QR, by the own link."""
