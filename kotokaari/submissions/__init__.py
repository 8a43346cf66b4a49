"""What is sent to a call: drafts written together, fixed versions, gates, and who may not know of them."""
