"""What other rooms may use of people."""

from .models import Membership, Organisation, Place, Role, Succession, User

__all__ = ["Membership", "Organisation", "Place", "Role", "Succession", "User"]
