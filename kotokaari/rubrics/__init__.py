"""What a panel judges by: rubrics in versions, their criteria, anchored levels, gates and crosswalks."""
