"""A new wording has its own rows for the pictures and files of its piece: those begun before get theirs."""

from django.db import migrations


def give_new_wordings_their_own(apps, schema_editor):
    piece_model = apps.get_model("knowledge", "Piece")
    for copy in piece_model.objects.filter(revises__isnull=False).only("pk", "revises_id"):
        _pictures(apps, copy)
        _files(apps, copy)


def _pictures(apps, copy):
    image_model, size_model = apps.get_model("knowledge", "PieceImage"), apps.get_model("knowledge", "ImageSize")
    there = list(image_model.objects.filter(piece=copy.revises_id))
    for image in image_model.objects.filter(piece=copy.pk):  # those added to the copy come after
        image_model.objects.filter(pk=image.pk).update(position=image.position + len(there))
    for place, image in enumerate(there, 1):
        sizes = list(size_model.objects.filter(image=image.pk))
        image.pk, image.piece_id, image.position = None, copy.pk, place
        image_model.objects.bulk_create([image])
        for size in sizes:
            size.pk, size.image_id = None, image.pk
        size_model.objects.bulk_create(sizes)


def _files(apps, copy):
    """In the order of their numbers, so those of the copy are written again behind the others."""
    file_model = apps.get_model("knowledge", "PieceFile")
    own = list(file_model.objects.filter(piece=copy.pk).order_by("pk"))
    there = list(file_model.objects.filter(piece=copy.revises_id).order_by("pk"))
    file_model.objects.filter(piece=copy.pk).delete()
    for file in (*there, *own):
        file.pk, file.piece_id = None, copy.pk
        file_model.objects.bulk_create([file])


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_story_figure")]

    operations = [migrations.RunPython(give_new_wordings_their_own, migrations.RunPython.noop)]
