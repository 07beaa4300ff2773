"""The demo's invented world: who lives in it, who issues what, and what each person has to show. Pure data, the same every time."""
