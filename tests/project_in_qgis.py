"""What QGIS makes of a project that it opens. Run by the Python that has QGIS, which has no landwatch.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 project_in_qgis.py PROJECT

Records a visit with a photograph by the default values of the forms, as QField does; prints a JSON document.
"""

import json
import sys

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayerUtils


def told(layer):
    """What a layer is."""
    widgets = {
        field.name(): layer.editorWidgetSetup(place).type() for place, field in enumerate(layer.fields())
    }
    return {
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "features": layer.featureCount(),
        "read_only": layer.readOnly(),
        "renderer": layer.renderer().type() if layer.renderer() else None,
        "widgets": widgets,
    }


def fill_in(layer, values, place=None):
    """Add a row as a form does: what is not given has its default."""
    given = {layer.fields().indexOf(name): value for name, value in values.items()}
    shape = QgsGeometry.fromPointXY(QgsPointXY(*place)) if place else QgsGeometry()
    feature = QgsVectorLayerUtils.createFeature(layer, shape, given, layer.createExpressionContext())
    layer.startEditing()
    assert layer.addFeature(feature), layer.lastError()
    assert layer.commitChanges(), layer.commitErrors()
    return {field.name(): str(feature[field.name()]) for field in layer.fields()}


def main():
    """Open the project, record a visit, say what is there."""
    application = QgsApplication([], False)
    application.initQgis()
    messages = []
    application.messageLog().messageReceived[str, str, "Qgis::MessageLevel"].connect(
        lambda text, tag, level: messages.append([tag, int(level), text])
    )
    project = QgsProject.instance()
    found = {"read": project.read(sys.argv[1]), "crs": project.crs().authid()}
    layers = {name.partition("_")[2]: layer for name, layer in project.mapLayers().items()}
    found["layers"] = {name: told(layer) for name, layer in layers.items()}
    relations = project.relationManager().relations()
    found["relations"] = {name: relation.isValid() for name, relation in relations.items()}
    task = next(layers["tasks"].getFeatures(), QgsFeature())
    number = task["contract_no"]
    said = {"contract_no": number, "stage": "pit", "done_percent": 35, "note": "基坑"}
    found["visit"] = fill_in(layers["visits"], said, (106.65, 29.0))
    visit = {"visit": found["visit"]["uuid"], "photo": "DCIM/photos_1.jpg"}
    found["photo"] = fill_in(layers["photos"], visit)
    found["messages"] = messages
    json.dump(found, sys.stdout, ensure_ascii=False)
    project.clear()
    application.exitQgis()


main()
