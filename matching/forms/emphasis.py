"""What matters most to a reader, in five matters of five steps."""

from typing import Any

from django import forms

from matching.scoring.criteria import AS_IT_IS, EMPHASIS, MATTERS


class EmphasisFields(forms.Form):
    """One step from 0 to 4 for each matter a reader weighs; the middle leaves the weights as they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in MATTERS.items():
            self.fields[f"m_{name}"] = forms.TypedChoiceField(
                label=label,
                required=False,
                coerce=int,
                initial=AS_IT_IS,
                choices=[(step, step) for step in range(len(EMPHASIS))],
                widget=forms.NumberInput(
                    attrs={
                        "type": "range",
                        "min": 0,
                        "max": len(EMPHASIS) - 1,
                        "step": 1,
                        "aria-describedby": "matters-help",
                    }
                ),
            )

    @property
    def matters(self) -> list[Any]:
        return [self[f"m_{name}"] for name in MATTERS]

    @property
    def emphasis(self) -> dict[str, int]:
        """Only what the reader moved."""
        typed = getattr(self, "cleaned_data", {})
        steps = {name: typed.get(f"m_{name}") for name in MATTERS}
        return {name: step for name, step in steps.items() if step not in (None, "", AS_IT_IS)}
