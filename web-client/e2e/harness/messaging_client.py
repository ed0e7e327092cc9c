"""Two clients of the clinics' messaging service, as python-socketio makes them: URL PASSWORD."""

import sys
import time

import requests
import socketio

URL, PASSWORD = sys.argv[1], sys.argv[2]
BASE = f"{URL}/api/messaging/medecin-patient"
PATIENCE = 20


class Client:
    """Somebody with their token, their socket and what came over it."""

    def __init__(self, who, kind):
        answer = requests.post(
            f"{URL}/api/v1/auth/login", json={"email": f"{who}@demo.test", "password": PASSWORD}, timeout=PATIENCE
        ).json()
        self.kind, self.id, self.token = kind, answer["user"]["id"], answer["access_token"]
        self.heard, self.saved, self.delivered = [], [], []
        self.is_ready = False
        self.socket = None

    def ask(self, method, path, body=None):
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = requests.request(method, BASE + path, json=body, headers=headers, timeout=PATIENCE)
        answer.raise_for_status()
        return answer.json()

    def connect(self, transports):
        self.is_ready = False
        self.socket = socketio.Client(reconnection=False)
        self.socket.on("service_ready", lambda _: setattr(self, "is_ready", True))
        self.socket.on("new_message", lambda message: self.heard.append(message))
        self.socket.on("message_saved", lambda message: self.saved.append(message["messageId"]))
        self.socket.on("message_delivered", lambda message: self.delivered.append(message["messageId"]))
        auth = {"token": f"Bearer {self.token}", "userType": self.kind, "userId": self.id, "role": self.kind}
        if self.heard:
            auth["lastMessageId"] = self.heard[-1]["messageId"]
        self.socket.connect(URL, auth=auth, transports=transports, wait_timeout=PATIENCE)
        wait(lambda: self.is_ready)

    def say(self, conversation, content):
        message = {"conversationId": conversation, "content": content, "type": "text", "timestamp": "now"}
        receipt = self.socket.call("send_message", message, timeout=PATIENCE)
        assert receipt["ok"], receipt
        return receipt["messageId"]

    def contents(self):
        return [message["content"] for message in self.heard]


def wait(condition):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.02)


doctor, patient = Client("doctor", "medecin"), Client("patient", "patient")
doctor.ask("POST", "/webrtc/sessions", {"patientId": patient.id})
conversation = doctor.ask("POST", "/conversations", {"patientId": patient.id})["id"]
doctor.connect(["websocket"])
patient.connect(["polling"])
first = doctor.say(conversation, "un")
wait(lambda: patient.contents() == ["un"])
wait(lambda: doctor.saved == [first] and doctor.delivered == [first])
patient.socket.disconnect()
doctor.say(conversation, "deux")
doctor.say(conversation, "trois")
patient.connect(["websocket"])
doctor.say(conversation, "quatre")
wait(lambda: len(patient.heard) >= 4)
assert patient.contents() == ["un", "deux", "trois", "quatre"], patient.contents()
assert patient.ask("PUT", f"/messages/{first}/read")["status"] == "read"
for client in (doctor, patient):
    client.socket.disconnect()
print("ok")
