"""From the trained module to the file that ships: ONNX, then int8 by channel with reduced range."""

from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.bert import SentenceEncoder


def export(encoder: SentenceEncoder, path: Path) -> None:
    """Write the encoder as int8 ONNX; the embedding tables are in int8 too."""
    ids = torch.randint(1000, 20000, (2, 7))
    ones = torch.ones_like(ids)
    axes = {name: {0: "batch", 1: "length"} for name in ("ids", "mask", "segments")}
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            encoder.eval().float(),
            (ids, ones, torch.zeros_like(ids)),
            str(whole),
            input_names=["ids", "mask", "segments"],
            output_names=["vector"],
            dynamic_axes=axes | {"vector": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
