"""The model's rules as tables: whatever asks for a constraint or a solution loops over them and names none."""
