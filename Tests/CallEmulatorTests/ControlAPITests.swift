import CallModel
import NIOHTTP1
import Testing

@testable import CallEmulator

@Suite struct ControlAPITests {
    @Test func wrongRequestsGetAClearAnswer() async throws {
        try await HTTPBench.with { bench in
            func check(
                _ method: HTTPMethod, _ path: String, _ body: JSONValue?, _ status: Int, _ word: String
            ) async throws {
                let answer = try await bench.control(method, path, body)
                #expect(answer.status == status, "\(path)")
                let message = answer.json?["error"]?["message"]?.stringValue ?? ""
                #expect(message.contains(word), "\(path): \(message)")
            }
            try await check(.GET, "nothing", nil, 404, "nothing")
            try await check(.GET, "calls/none", nil, 404, "none")
            try await check(.GET, "calls/none/timeline", nil, 404, "none")
            try await check(.GET, "calls/none/timeline?after=x", nil, 400, "after")
            try await check(.POST, "phones/+14255550100/dial", [:], 400, "to")
            try await check(.POST, "phones/1425/dial", ["to": "+18005550199"], 400, "1425")
            try await check(.POST, "phones/+14255550100/dial", ["to": "+18005550199", "press": ["x"]], 400, "'x'")
            try await check(.POST, "phones/+14255550100/dial", ["to": "+18005550199", "pres": []], 400, "pres")
            try await check(.POST, "phones/+14255550100/dial", ["to": "+18005550199", "press": "1"], 400, "press")
            try await check(.POST, "phones/+14255550100/press", ["keys": "1"], 404, "+14255550100")
            try await check(.POST, "phones/+14255550100/hang_up", nil, 404, "+14255550100")
            try await check(.PUT, "phones/+14255550100", ["when_rung": "sing"], 400, "no_answer")
            try await check(.POST, "subscriptions", ["endpoint": "app"], 400, "endpoint")
            try await check(.POST, "subscriptions", ["endpoint": "http://x", "schema": "y"], 400, "CloudEvents")
            let broken = try await bench.send(.POST, "/emulator/v1/reset", Array("{".utf8))
            #expect(broken.status == 400)
        }
    }

    @Test func phonesAreMadeListedAndForgotten() async throws {
        try await HTTPBench.with { bench in
            let put = try await bench.control(
                .PUT, "phones/+14255550123", ["when_rung": "decline", "after": 2])
            #expect(put.status == 200 && put.json?["when_rung"] == "decline" && put.json?["after"]?.doubleValue == 2)
            let list = try await bench.control(.GET, "phones")
            #expect(list.json?["phones"]?[0]?["phone"] == "+14255550123")
            #expect(try await bench.control(.POST, "reset").status == 204)
            #expect(try await bench.control(.GET, "phones").json?["phones"] == [])
        }
    }

    @Test func aPhonePressesKeysAndHangsUpOnCommand() async throws {
        try await Webhook.with { webhook in
            try await HTTPBench.with { bench in
                let (call, connection) = try await bench.connectedCall(webhook)
                _ = try await bench.service(
                    .POST, "callConnections/\(connection):recognize",
                    [
                        "recognizeInputType": "dtmf",
                        "recognizeOptions": [
                            "targetParticipant": ["rawId": .string("4:" + CoreBench.caller)],
                            "dtmfOptions": ["maxTonesToCollect": 4, "stopTones": ["pound"]],
                        ],
                    ])
                let pressed = try await bench.control(.POST, "phones/+14255550100/press", ["keys": "12#"])
                #expect(pressed.status == 204)
                let recognized = try await webhook.event("RecognizeCompleted")
                #expect(recognized.event?["data"]?["dtmfResult"]?["tones"] == ["one", "two"])
                #expect(try await bench.control(.POST, "phones/+14255550100/hang_up").status == 204)
                _ = try await webhook.event("CallDisconnected")
                #expect(try await bench.wholeTimeline(call).suffix(2) == ["hung_up", "disconnected"])
                let again = try await bench.control(.POST, "phones/+14255550100/hang_up")
                #expect(again.status == 409)
                let calls = try await bench.control(.GET, "calls")
                #expect(calls.json?["calls"]?[0]?["ended"]?["how"] == "caller_hung_up")
            }
        }
    }

    @Test func aCallNobodyWasToldOfSaysSo() async throws {
        try await HTTPBench.with { bench in
            let dialed = try await bench.control(
                .POST, "phones/+14255550100/dial", ["to": .string(CoreBench.service)])
            let call = dialed.json?["call_id"]?.stringValue ?? ""
            let page = try await bench.control(.GET, "calls/\(call)/timeline")
            #expect(page.json?["entries"]?[0]?["kind"] == "incoming_call")
            #expect(page.json?["entries"]?[1]?["text"]?.stringValue?.contains("no subscription") == true)
            #expect(page.json?["ended"] == false)
        }
    }

    @Test func aTimelineWaitsNoLongerThanAsked() async throws {
        try await HTTPBench.with { bench in
            let dialed = try await bench.control(
                .POST, "phones/+14255550100/dial", ["to": .string(CoreBench.service)])
            let call = dialed.json?["call_id"]?.stringValue ?? ""
            let page = try await bench.control(.GET, "calls/\(call)/timeline?after=2&wait=0.05")
            #expect(page.json?["entries"] == [])
        }
    }

    @Test func manyMayWatchOneTimeline() async throws {
        try await HTTPBench.with { bench in
            let dialed = try await bench.control(
                .POST, "phones/+14255550100/dial", ["to": .string(CoreBench.service)])
            let call = dialed.json?["call_id"]?.stringValue ?? ""
            async let first = bench.control(.GET, "calls/\(call)/timeline?after=2&wait=10")
            async let second = bench.control(.GET, "calls/\(call)/timeline?after=2&wait=10")
            _ = try await bench.control(.POST, "phones/+14255550100/hang_up")
            for page in try await [first, second] {
                #expect(page.json?["ended"] == true)
                #expect(page.json?["entries"]?[0]?["kind"] == "hung_up")
            }
        }
    }

    @Test func hugeNumbersDoNoHarm() async throws {
        try await HTTPBench.with { bench in
            let dialed = try await bench.control(
                .POST, "phones/+14255550100/dial",
                ["to": .string(CoreBench.service), "hang_up_after": 1e300])
            let call = dialed.json?["call_id"]?.stringValue ?? ""
            let page = try await bench.control(.GET, "calls/\(call)/timeline?after=1e300&wait=0")
            #expect(page.status == 200)
        }
    }

    @Test func aWebhookIsValidatedByTheLinkToo() async throws {
        let answer: Webhook.Answer = { _, _ in (.notFound, [:], "") }
        try await Webhook.with(answer: answer) { webhook in
            try await HTTPBench.with { bench in
                _ = try await bench.control(.POST, "subscriptions", ["endpoint": .string(webhook.url)])
                let event = try await webhook.event("SubscriptionValidationEvent")
                let link = event.event?["data"]?["validationUrl"]?.stringValue ?? ""
                let answer = try await bench.send(.GET, String(link.dropFirst(bench.address.url.count)))
                #expect(answer.status == 200)
                let list = try await bench.control(.GET, "subscriptions")
                #expect(list.json?["subscriptions"]?[0]?["validated"] == true)
            }
        }
    }

    @Test func otherMachinesAndForeignPagesAreRefused() async throws {
        try await HTTPBench.with { bench in
            let rebound = try await bench.control(.GET, "calls", headers: ["host": "evil.test"])
            #expect(rebound.status == 403)
            let foreign = try await bench.control(.GET, "calls", headers: ["origin": "https://evil.test"])
            #expect(foreign.status == 403)
            let own = try await bench.control(.GET, "calls", headers: ["origin": "http://localhost:3000"])
            #expect(own.status == 200)
        }
    }

    @Test func numbersThatTheResourceDoesNotOwnAreUnknown() async throws {
        try await HTTPBench.with({ $0.ownedNumbers = ["+18005550111"] }) { bench in
            let answer = try await bench.control(
                .POST, "phones/+14255550100/dial", ["to": .string(CoreBench.service)])
            #expect(answer.status == 404)
            #expect(answer.json?["error"]?["message"]?.stringValue?.contains("+18005550111") == true)
        }
    }

    @Test func aPortInUseIsAnError() async throws {
        try await HTTPBench.with { bench in
            var configuration = EmulatorConfiguration()
            configuration.port = bench.address.port
            let second = try CallEmulator(configuration: configuration)
            await #expect(throws: (any Error).self) { try await second.start() }
        }
    }
}

@Suite struct GroupControlTests {
    @Test func phonesMeetInARoomAndTheCallShowsWhoIsThere() async throws {
        try await HTTPBench.with { bench in
            let alice = "phones/8%3Aacs%3Aresource_alice"
            let missing = try await bench.control(.POST, "\(alice)/join", ["room_id": "99"])
            #expect(missing.status == 404)
            #expect(missing.json?["error"]?["message"]?.stringValue?.contains("PUT /rooms/99") == true)
            #expect(try await bench.control(.PUT, "rooms/99").status == 200)
            let joined = try await bench.control(.POST, "\(alice)/join", ["room_id": "99"])
            #expect(joined.status == 201)
            let call = joined.json?["call_id"]?.stringValue ?? ""
            let rooms = try await bench.control(.GET, "rooms").json
            #expect(rooms?["rooms"]?[0] == ["room_id": "99", "call_id": .string(call)])
            #expect(try await bench.control(.POST, "\(alice)/join", ["room_id": "99"]).status == 409)
            _ = try await bench.control(.POST, "phones/+14255550100/join", ["room_id": "99"])
            let view = try await bench.control(.GET, "calls/\(call)").json
            #expect(view?["kind"] == "room" && view?["state"] == "connected")
            #expect(view?["participants"]?[1]?["raw_id"] == "4:+14255550100")
            #expect(try await bench.control(.POST, "\(alice)/hang_up").status == 204)
            #expect(try await bench.control(.POST, "phones/+14255550100/hang_up").status == 204)
            #expect(try await bench.wholeTimeline(call) == ["joined", "joined", "left", "left", "disconnected"])
            #expect(try await bench.control(.GET, "calls/\(call)").json?["ended"]?["how"] == "everyone_left")
        }
    }

    @Test(arguments: [[:], ["group_call_id": "g", "room_id": "r"], ["group": "g"]] as [JSONObject])
    func aJoinNamesOnePlace(body: JSONObject) async throws {
        try await HTTPBench.with { bench in
            let answer = try await bench.control(.POST, "phones/+14255550100/join", .object(body))
            #expect(answer.status == 400)
        }
    }

    @Test func anApplicationCallsAPhoneThatPressesAKey() async throws {
        try await Webhook.with { webhook in
            try await HTTPBench.with { bench in
                let phone: JSONValue = ["when_rung": "answer", "after": 0.05, "press": ["1"]]
                let put = try await bench.control(.PUT, "phones/+14255550100", phone)
                #expect(put.json?["press"] == ["1"])
                let created = try await bench.service(
                    .POST, "callConnections",
                    [
                        "targets": [["phoneNumber": ["value": "+14255550100"]]],
                        "callbackUri": .string(webhook.url + "/calls"),
                        "sourceCallerIdNumber": ["value": .string(CoreBench.service)],
                    ])
                #expect(created.status == 201)
                let connection = created.json?["callConnectionId"]?.stringValue ?? ""
                _ = try await webhook.event("CallConnected")
                _ = try await bench.service(
                    .POST, "callConnections/\(connection):recognize",
                    [
                        "recognizeInputType": "dtmf",
                        "recognizeOptions": [
                            "targetParticipant": ["rawId": "4:+14255550100"], "dtmfOptions": ["maxTonesToCollect": 1],
                        ],
                    ])
                _ = try await webhook.event("RecognizeCompleted")
                _ = try await bench.service(.POST, "callConnections/\(connection):terminate")
                _ = try await webhook.event("CallDisconnected")
                let calls = try await bench.control(.GET, "calls").json
                #expect(calls?["calls"]?[0]?["connections"]?[0]?["state"] == "disconnected")
            }
        }
    }
}
