import CallModel
import Foundation
import Testing

@testable import CallEmulator

@Suite struct ThousandsOfCallsTests {
    /// A thousand callers at once, each answered, played to and gone; with faults on the way of the events.
    @Test func aThousandCallsRunBesideEachOther() throws {
        let count = 1_000
        var configuration = EmulatorConfiguration()
        configuration.verifySignatures = false
        configuration.faults = try FaultSettings(json: ["duplicate": 0.1, "reorder": 0.1, "drop": 0.1, "delay": 0.1])
        var core = try EmulatorCore(configuration: configuration, startingAt: 0, makeID: { UUID().uuidString })
        var machine = DeliveryMachine(configuration: configuration, plan: core.faults)
        var (time, arrived, offers) = (0.0, [String: Set<String>](), [(call: String, token: String)]())
        func pump() {
            for effect in core.takeEffects() {
                switch effect {
                case .stream: break
                case .callback(let delivery): machine.enqueue(delivery, at: time)
                case .publish(let event):
                    machine.enqueue(event, to: (1, GridSubscription(endpoint: "https://grid.test")), at: time)
                    if event.name == "IncomingCall", let token = event.data["incomingCallContext"]?.stringValue {
                        offers.append((event.callID, token))
                    }
                }
            }
            machine.advance(to: time)
            while case let attempts = machine.takeAttempts(), !attempts.isEmpty {
                for attempt in attempts {
                    arrived[attempt.event, default: []].insert(attempt.address)
                    machine.finished(attempt.id, .answered(200), at: time)
                }
            }
            _ = machine.takeNews()
        }
        for index in 0..<count {
            _ = try core.dial(from: "8:acs:resource_\(index)", DialRequest(to: "+18005550199"), at: time)
            pump()
        }
        #expect(offers.count == count)
        var paths: [String] = []
        for offer in offers {
            let body: JSONValue = [
                "incomingCallContext": .string(offer.token), "callbackUri": .string("https://app.test/\(offer.call)"),
            ]
            let answer = request(&core, ":answer", body, at: time)
            paths.append("/" + (answer.body?["callConnectionId"]?.stringValue ?? ""))
            pump()
        }
        time = 1
        core.advance(to: time)
        pump()
        let play: JSONValue = ["playSources": [["kind": "text", "text": ["text": "Good day"]]]]
        var played = 0
        for path in paths {
            if request(&core, path + ":play", play, at: time).status == 202 { played += 1 }
            pump()
        }
        #expect(played == count)
        for path in paths {
            _ = request(&core, path + ":terminate", nil, at: time)
            pump()
        }
        while let next = machine.nextDeadline, machine.open > 0 {
            time = max(time, next)
            core.advance(to: time)
            pump()
        }
        #expect(machine.open == 0 && core.calls.values.allSatisfy { $0.outcome != nil })
        // IncomingCall; CallConnected, the list, PlayStarted, PlayCanceled, CallDisconnected; and those of Event Grid
        // about communication users: start, added, removed, end.
        #expect(arrived.count >= count * 6)
        #expect(machine.deliveries.count <= DeliveryMachine.keptCount * 2 && machine.lanes.isEmpty)
    }

    private func request(_ core: inout EmulatorCore, _ path: String, _ body: JSONValue?, at time: Double)
        -> ServiceResponse
    {
        core.serve(
            ServiceRequest(
                method: "POST", target: "/calling/callConnections\(path)?api-version=2026-03-12",
                body: body?.encoded ?? []), at: time)
    }
}
