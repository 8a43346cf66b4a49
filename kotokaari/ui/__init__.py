"""How the house looks and is operated: base page, components, gallery. No domain words."""
