"""What QGIS makes of a layer that it opens. Run by the Python that has QGIS, which has no landwatch.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 opened_in_qgis.py PROVIDER SOURCE PICTURE

Prints one JSON document and draws the layer into PICTURE (PNG).
"""

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

PIXELS = 800


def rules(layer):
    """Each rule of the style with the number of features that it draws, or the error of its condition."""
    renderer = layer.renderer()
    if renderer.type() != "RuleRenderer":
        return []
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    found = []
    for rule in renderer.rootRule().children():
        where = QgsExpression(rule.filterExpression())
        where.prepare(context)
        drawn = 0
        for feature in layer.getFeatures():
            context.setFeature(feature)
            drawn += bool(where.evaluate(context))
        error = where.parserErrorString() or where.evalErrorString()
        colour = rule.symbol().color().name()
        found.append(
            {"label": rule.label(), "drawn": drawn, "error": error, "colour": colour, "on": rule.active()}
        )
    return found


def labels(layer):
    """What is written on each feature."""
    expression = QgsExpression(layer.labeling().settings().fieldName)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    texts = set()
    for feature in layer.getFeatures():
        context.setFeature(feature)
        texts.add(expression.evaluate(context))
    return sorted(map(str, texts - {"", None}))


def draw(layer, picture):
    """Draw the whole layer."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(PIXELS, PIXELS))
    settings.setExtent(layer.extent().buffered(0.001))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)
    return [error.message for error in job.errors()]


def main():
    """Open the layer, say what is there."""
    provider, source, picture = sys.argv[1:]
    application = QgsApplication([], False)
    application.initQgis()
    messages = []
    application.messageLog().messageReceived[str, str, "Qgis::MessageLevel"].connect(
        lambda text, tag, level: messages.append([tag, int(level), text])
    )
    layer = QgsVectorLayer(source, "layer", provider)
    found = {"valid": layer.isValid()}
    if layer.isValid():
        said, styled = layer.loadDefaultStyle()
        found |= {
            "renderer": layer.renderer().type(),
            "rules": rules(layer),
            "labels": labels(layer),
            "styled": [styled, said],
            "columns": [layer.attributeDisplayName(at) for at in range(layer.fields().count())],
            "crs": layer.crs().authid(),
            "features": layer.featureCount(),
            "picture": draw(layer, picture),
        }
    found["messages"] = messages
    json.dump(found, sys.stdout, ensure_ascii=False)
    del layer
    application.exitQgis()


main()
