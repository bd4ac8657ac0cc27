"""The Kubernetes manifests: kustomize renders them, the API's schemas know every word, and they fit the server."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from newsbrief_service.server import JOB_SERVICE_NAME, SERVICE_NAME
from newsbrief_service.settings import Settings

FOLDER = Path(__file__).parents[2] / "deploy/kubernetes"
KUBECTL = Path(sys.executable).parent / "kubectl"
VERSION = "1.31"  # two years old; what is used has been stable for longer
Documents = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module", params=["cpu", "gpu"])
def rendered(request: pytest.FixtureRequest) -> Documents:
    """What `kubectl apply --kustomize` would send, by kind and name."""
    command = [str(KUBECTL), "kustomize", str(FOLDER / "overlays" / request.param)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {(each["kind"], each["metadata"]["name"]): each for each in yaml.safe_load_all(out)}


def workloads(rendered: Documents) -> list[dict[str, Any]]:
    """The pods' specifications."""
    return [rendered[key]["spec"]["template"]["spec"] for key in (BRIEFS, JOBS)]


BRIEFS, JOBS = ("Deployment", "newsbrief"), ("StatefulSet", "newsbrief-jobs")


def test_everything_that_is_wanted_is_there(rendered: Documents) -> None:
    assert set(rendered) == {
        BRIEFS,
        JOBS,
        ("Service", "newsbrief"),
        ("Service", "newsbrief-jobs"),
        ("HorizontalPodAutoscaler", "newsbrief"),
        ("PodDisruptionBudget", "newsbrief"),
        ("NetworkPolicy", "newsbrief"),
    }
    assert {each["metadata"]["namespace"] for each in rendered.values()} == {"newsbrief"}


def test_the_schemas_know_every_word(rendered: Documents) -> None:
    for document in rendered.values():
        kubernetes_validate.validate(document, VERSION, strict=True)


def test_a_word_that_no_schema_knows_is_found(rendered: Documents) -> None:
    wrong = yaml.safe_load(yaml.safe_dump(rendered[BRIEFS]))
    wrong["spec"]["template"]["spec"]["containers"][0]["livenessProbe"]["grcp"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSION, strict=True)


def test_pods_give_nothing_away(rendered: Documents) -> None:
    for pod in workloads(rendered):
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] == 10001  # the image's
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)


def test_probes_ask_what_the_server_answers(rendered: Documents) -> None:
    for pod, ready in zip(workloads(rendered), (SERVICE_NAME, JOB_SERVICE_NAME), strict=True):
        (container,) = pod["containers"]
        ports = {port["name"]: port["containerPort"] for port in container["ports"]}
        assert container["livenessProbe"]["grpc"] == {"port": ports["grpc"], "service": ""}
        assert container["startupProbe"]["grpc"] == {"port": ports["grpc"], "service": ""}
        assert container["readinessProbe"]["grpc"] == {"port": ports["grpc"], "service": ready}
        assert ports["grpc"] == Settings(data_dir=":memory:").port


def test_what_is_set_can_be_set_and_there_is_time_to_stop(rendered: Documents) -> None:
    for pod in workloads(rendered):
        (container,) = pod["containers"]
        values = {each["name"]: each["value"] for each in container["env"]}
        fields = {f"NEWSBRIEF_{name.upper()}" for name in Settings.__dataclass_fields__}
        assert set(values) <= fields
        stop = float(values["NEWSBRIEF_LINGER"]) + Settings(data_dir=":memory:").grace + 5
        assert pod["terminationGracePeriodSeconds"] > stop
        assert values["NEWSBRIEF_METRICS_PORT"] == "9464"


def test_selectors_find_the_pods(rendered: Documents) -> None:
    labels = {key: rendered[key]["spec"]["template"]["metadata"]["labels"] for key in (BRIEFS, JOBS)}
    for key, name in ((BRIEFS, "newsbrief"), (JOBS, "newsbrief-jobs")):
        service = rendered["Service", name]["spec"]
        assert service["clusterIP"] == "None"
        assert service["selector"] == labels[key] == rendered[key]["spec"]["selector"]["matchLabels"]
    budget = rendered["PodDisruptionBudget", "newsbrief"]["spec"]
    assert budget["selector"]["matchLabels"] == labels[BRIEFS]
    wanted = rendered["NetworkPolicy", "newsbrief"]["spec"]["podSelector"]["matchLabels"]
    assert all(wanted.items() <= each.items() for each in labels.values())


def test_scaling_goes_by_a_metric_that_there_is(rendered: Documents) -> None:
    from newsbrief_service.metrics.prometheus import READINGS

    scaler = rendered["HorizontalPodAutoscaler", "newsbrief"]["spec"]
    (metric,) = scaler["metrics"]
    assert metric["pods"]["metric"]["name"] in READINGS
    target = scaler["scaleTargetRef"]
    assert (target["kind"], target["name"]) == BRIEFS
    assert "replicas" not in rendered[BRIEFS]["spec"]
    assert scaler["minReplicas"] == 2


def test_jobs_have_one_server_and_a_disk(rendered: Documents) -> None:
    jobs = rendered[JOBS]["spec"]
    assert jobs["replicas"] == 1
    (claim,) = jobs["volumeClaimTemplates"]
    (container,) = jobs["template"]["spec"]["containers"]
    mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    assert mounts[claim["metadata"]["name"]] == "/var/lib/newsbrief"
    gibibytes = int(claim["spec"]["resources"]["requests"]["storage"].removesuffix("Gi"))
    (limit,) = (each["value"] for each in container["env"] if each["name"] == "NEWSBRIEF_JOB_MB")
    assert int(limit) < gibibytes * 1024
    others = rendered[BRIEFS]["spec"]["template"]["spec"]["containers"][0]["env"]
    assert {"name": "NEWSBRIEF_JOBS", "value": "false"} in others
