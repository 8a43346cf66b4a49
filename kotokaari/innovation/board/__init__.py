"""The live board: participant's, facilitator's and projector's view."""
