import CallAutomation
import CallModel
import Testing

@testable import CallEmulator

@Suite struct RequestPathTests {
    private let answerPath = "/calling/callConnections:answer"

    @Test func everyKnownVersionIsTakenAndOthersAreRefusedWithTheList() throws {
        var bench = try CoreBench()
        let path = "/calling/callConnections/none"
        for version in APIVersion.known { #expect(bench.request("GET", path, version: version).status == 404) }
        for version in [nil, "", "2020-01-01"] {
            let response = bench.request("GET", path, version: version)
            #expect(response.status == 400 && response.body?["error"]?["code"] == "8523")
            #expect(response.body?["error"]?["message"]?.stringValue?.contains("2023-03-06") == true)
        }
    }

    @Test func eventsCarryTheVersionOfTheirCall() throws {
        var bench = try CoreBench()
        let (_, offer) = try bench.dial()
        bench.request(
            "POST", answerPath, ["incomingCallContext": .string(offer), "callbackUri": "https://app.test"],
            version: "2024-04-15")
        bench.wait(1)
        #expect(bench.events.first?.event["data"]?["version"] == "2024-04-15")
    }

    @Test func aMissingHandlerSaysSoByName() throws {
        var bench = try CoreBench()
        for operation in OperationTable.all where operation.handler == nil {
            let path = "/" + operation.template.joined(separator: "/")
            let target = path.replacing(/\{[a-zA-Z]+\}/, with: "x")
            let response = bench.request(
                operation.method, target, version: operation.versions.first ?? "2026-03-12")
            #expect(response.status == 501)
            #expect(response.body?["error"]?["message"]?.stringValue?.contains(operation.name) == true)
        }
    }

    @Test func unknownPathsAndMethodsAreToldApart() throws {
        var bench = try CoreBench()
        #expect(bench.request("GET", "/calling/nothing").status == 404)
        #expect(bench.request("POST", "/calling/callConnections/x:dance").status == 404)
        #expect(bench.request("PATCH", "/calling/callConnections").status == 405)
    }

    @Test func brokenBodiesAreRefused() throws {
        var bench = try CoreBench()
        for body in ["{", "[]", "\"x\"", "{\"a\":}"] {
            let response = bench.core.serve(
                ServiceRequest(
                    method: "POST", target: answerPath + "?api-version=2026-03-12", body: Array(body.utf8)),
                at: bench.time)
            #expect(response.status == 400 && response.body?["error"]?["code"] == "8523")
        }
        let large = ServiceRequest(
            method: "POST", target: answerPath, body: [UInt8](repeating: 0x20, count: ServiceRequest.bodyLimit + 1))
        #expect(bench.core.serve(large, at: bench.time).status == 413)
    }

    @Test(
        arguments: [
            (["callbackUri": "https://app.test"], "incomingCallContext"), (["incomingCallContext": "x"], "callbackUri"),
            (["incomingCallContext": "x", "callbackUri": "/cb"], "callbackUri"),
            (["incomingCallContext": "x", "callbackUri": "ftp://app.test"], "callbackUri"),
            (["incomingCallContext": 1, "callbackUri": "https://app.test"], "incomingCallContext"),
        ] as [(JSONObject, String)])
    func aWrongFieldIsNamed(body: JSONObject, field: String) throws {
        var bench = try CoreBench()
        let response = bench.request("POST", answerPath, .object(body))
        #expect(response.status == 400)
        #expect(response.body?["error"]?["message"]?.stringValue?.contains(field) == true)
    }

    @Test func httpCallbacksCanBeRefused() throws {
        var bench = try CoreBench { $0.allowHTTPCallbacks = false }
        let (_, offer) = try bench.dial()
        let body: JSONValue = ["incomingCallContext": .string(offer), "callbackUri": "http://app.test"]
        #expect(bench.request("POST", answerPath, body).status == 400)
    }

    @Test func responsesEchoTheRequestAndNameTheCall() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let response = bench.request("GET", path, headers: ["x-ms-client-request-id": "me"])
        #expect(response.headers["x-ms-client-request-id"] == "me")
        #expect(response.headers["X-Microsoft-Skype-Chain-ID"] == response.body?["correlationId"]?.stringValue)
        #expect(response.headers["X-Microsoft-Skype-Chain-ID"]?.isEmpty == false)
    }

    @Test func aRepeatedRequestHasNoSecondEffect() throws {
        var bench = try CoreBench()
        let (_, offer) = try bench.dial()
        let headers = [
            "Repeatability-Request-ID": "1", "Repeatability-First-Sent": HTTPDate.format(bench.time),
        ]
        let body: JSONValue = ["incomingCallContext": .string(offer), "callbackUri": "https://app.test"]
        let first = bench.request("POST", answerPath, body, headers: headers)
        bench.wait(1)
        let second = bench.request("POST", answerPath, body, headers: headers)
        #expect(first.headers["Repeatability-Result"] == "accepted")
        #expect(second.status == 200 && second.headers["Repeatability-Result"] == "accepted")
        #expect(second.body?["callConnectionId"] == first.body?["callConnectionId"])
        #expect(second.body?["callConnectionState"] == "connected")
        #expect(bench.eventNames == ["CallConnected", "ParticipantsUpdated"])
        let other: JSONValue = ["incomingCallContext": .string(offer), "callbackUri": "https://else.test"]
        let third = bench.request("POST", answerPath, other, headers: headers)
        #expect(third.status == 400 && third.headers["Repeatability-Result"] == "rejected")
    }

    @Test func aRepeatedTransferAfterTheEndIsStillAccepted() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let headers = [
            "Repeatability-Request-ID": "1", "Repeatability-First-Sent": HTTPDate.format(bench.time),
        ]
        let body: JSONValue = ["targetParticipant": ["rawId": .string("4:" + CoreBench.target)]]
        #expect(bench.request("POST", path + ":transferToParticipant", body, headers: headers).status == 202)
        bench.wait(1)
        let second = bench.request("POST", path + ":transferToParticipant", body, headers: headers)
        #expect(second.status == 202)
        #expect(bench.eventNames.filter { $0 == "CallTransferAccepted" }.count == 1)
    }

    @Test func aRepeatIDNeedsTheDateOfTheFirstTry() throws {
        var bench = try CoreBench()
        let response = bench.request(
            "POST", answerPath, ["incomingCallContext": "x", "callbackUri": "https://app.test"],
            headers: ["Repeatability-Request-ID": "1"])
        #expect(response.status == 400)
        #expect(response.body?["error"]?["message"]?.stringValue?.contains("Repeatability-First-Sent") == true)
    }

    @Test func membersThatTheVersionDoesNotHaveAreRefused() throws {
        var bench = try CoreBench()
        let body: JSONObject = ["operationContxt": "x"]
        let refused = bench.create([CoreBench.caller], body)
        #expect(bench.errorCode(refused) == "400 8523")
        #expect(refused.body?["error"]?["message"]?.stringValue?.contains("operationContxt") == true)
        let preview: JSONObject = ["customCallingContext": ["voipHeaders": ["a": "b"]]]
        #expect(bench.errorCode(bench.create([CoreBench.caller], preview)) == "400 8523")
        #expect(bench.create([CoreBench.caller], body, version: "2024-04-15").status == 201)
        var lenient = try CoreBench { $0.refusesUnknownMembers = false }
        #expect(lenient.create([CoreBench.caller], body).status == 201)
    }
}
