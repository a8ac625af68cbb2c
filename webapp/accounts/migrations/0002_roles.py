"""The groups of the roles. What each may do is a rule in webapp.accounts.roles, not rows."""

from django.db import migrations

ROLES = ("reader", "operator", "editor", "admin")


def make(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    for name in ROLES:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
