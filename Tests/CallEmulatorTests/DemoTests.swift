import CallModel
import Testing

@testable import CallEmulator

@Suite struct DemoTests {
    @Test func aMenuChoiceTransfersTheCaller() throws {
        var bench = try CoreBench()
        let (call, offer) = try bench.dial(press: ["1"])
        let answered = bench.answer(offer, context: "a")
        #expect(answered.status == 200)
        #expect(answered.body?["callConnectionState"]?.stringValue == "unknown")
        let path = "/calling/callConnections/\(answered.body?["callConnectionId"]?.stringValue ?? "")"
        bench.wait(0.1)
        bench.recognize(path, prompt: "For sales press 1.", ["operationContext": "menu"])
        bench.wait(2)
        #expect(bench.transfer(path).status == 202)
        bench.wait(1)
        #expect(
            bench.outcomes == [
                "CallConnected 200/0 a", "ParticipantsUpdated 200/0", "RecognizeCompleted 200/8531 menu",
                "CallTransferAccepted 200/0 t", "CallDisconnected 200/7000 a",
            ])
        #expect(
            try bench.kinds(call) == [
                "incoming_call", "answered", "connected", "recognize_started", "key_pressed", "recognized",
                "transfer_started", "transferred",
            ])
        #expect(try bench.core.timeline(of: call).ended)
        #expect(bench.request("GET", path).status == 404)
    }

    @Test func aSilentCallerIsHungUpOnByTheApplication() throws {
        var bench = try CoreBench()
        let (call, path) = try bench.connectedCall(press: ["", "9"])
        bench.recognize(path)
        bench.wait(10)
        #expect(bench.outcomes.last == "RecognizeFailed 400/8510")
        bench.recognize(path)
        bench.wait(10)
        #expect(bench.events.last?.event["data"]?["dtmfResult"]?["tones"] == ["nine"])
        #expect(bench.request("POST", path + ":terminate").status == 204)
        #expect(bench.outcomes.last == "CallDisconnected 200/7000")
        #expect(try bench.kinds(call).suffix(2) == ["hung_up", "disconnected"])
        #expect(try bench.core.outcome(of: call)?.word == .applicationHungUp)
    }
}
