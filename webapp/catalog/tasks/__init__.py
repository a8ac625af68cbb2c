"""What workers do with the kinds."""

from webapp.catalog.tasks.mine import mine_forge

__all__ = ["mine_forge"]
