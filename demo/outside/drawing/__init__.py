"""Pictures of the outside web, drawn with Pillow: charts, diagrams, maps, screens, badges, and scenes that stand for photographs."""
