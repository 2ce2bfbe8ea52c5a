import CallAutomation
import CallModel
import Foundation
import Testing

@testable import CallEmulator

/// A core with a clock in the hand of the test, and a client that asks it.
struct CoreBench {
    static let caller = "+14255550100"
    static let service = "+18005550199"
    static let target = "+14255550123"

    var core: EmulatorCore
    var time = 1_773_309_600.0
    /// All callback events so far.
    var events: [CallbackDelivery] = []
    var published: [GridEvent] = []
    /// What was to be done with web sockets.
    var orders: [StreamOrder] = []
    /// Whether those that are dialled come up at once.
    var takesStreams = true

    init(_ configure: (inout EmulatorConfiguration) -> Void = { _ in }) throws {
        var configuration = EmulatorConfiguration()
        configuration.verifySignatures = false
        configure(&configuration)
        core = try EmulatorCore(configuration: configuration, startingAt: time, makeID: { UUID().uuidString })
    }

    mutating func wait(_ seconds: Double) {
        time += seconds
        core.advance(to: time)
        collect()
    }

    mutating func collect() {
        for effect in core.takeEffects() {
            switch effect {
            case .callback(let delivery):
                events.append(delivery)
                check(delivery.name, delivery.event["data"])
            case .publish(let event):
                published.append(event)
                check(String(event.type.dropFirst(CallEvent.typePrefix.count)), event.data)
            case .stream(let order):
                orders.append(order)
                if case .open(let opening) = order, takesStreams {
                    core.streamOpened(opening.stream, at: time)
                    collect()
                }
            }
        }
    }

    @discardableResult
    mutating func request(
        _ method: String, _ path: String, _ body: JSONValue? = nil, headers: [String: String] = [:],
        version: String? = "2026-03-12"
    ) -> ServiceResponse {
        let query = version.map { "?api-version=\($0)" } ?? ""
        let response = core.serve(
            ServiceRequest(method: method, target: path + query, headers: headers, body: body?.encoded ?? []), at: time)
        collect()
        // Whatever a test asks for, the answer must be one that the published contract knows.
        if let operation = ServiceContract.operation(method: method, path: path) {
            let faults = ServiceContract.validateResponse(
                operation: operation, status: response.status, body: response.body)
            #expect(faults.isEmpty, "\(operation.id): \(faults)")
        }
        return response
    }

    private func check(_ name: String, _ data: JSONValue?) {
        let faults = ServiceContract.validateEvent(name: name, data: data ?? .null)
        #expect(faults.isEmpty, "\(name): \(faults)")
    }

    /// A phone dials; returns the call and the offer.
    mutating func dial(
        press: [String] = [], say: [String] = [], hangUpAfter: Double? = nil, whenIdle: Bool = false
    ) throws -> (call: String, offer: String) {
        var request = DialRequest(to: Self.service, press: press)
        request.say = say
        request.hangUpAfter = hangUpAfter
        request.hangsUpWhenIdle = whenIdle
        let call = try core.dial(from: Self.caller, request, at: time)
        collect()
        return (call.callID, published.last?.data["incomingCallContext"]?.stringValue ?? "")
    }

    mutating func answer(_ offer: String, context: String? = nil) -> ServiceResponse {
        request(
            "POST", "/calling/callConnections:answer",
            [
                "incomingCallContext": .string(offer), "callbackUri": "https://app.test/cb?secret=1",
                "operationContext": context.map(JSONValue.string),
            ])
    }

    /// A connected call: its id and the path of its connection.
    mutating func connectedCall(press: [String] = [], whenIdle: Bool = false) throws -> (call: String, path: String) {
        let (call, offer) = try dial(press: press, whenIdle: whenIdle)
        let connection = answer(offer).body?["callConnectionId"]?.stringValue ?? ""
        wait(0.1)
        return (call, "/calling/callConnections/\(connection)")
    }

    @discardableResult
    mutating func play(_ path: String, _ text: String, _ more: JSONObject = [:]) -> ServiceResponse {
        var body: JSONObject = ["playSources": [["kind": "text", "text": ["text": .string(text)]]]]
        for member in more.members { body[member.name] = member.value }
        return request("POST", path + ":play", .object(body))
    }

    @discardableResult
    mutating func recognize(
        _ path: String, prompt: String? = "Press a key", dtmf: JSONValue = ["maxTonesToCollect": 1],
        options: JSONObject = [:], _ more: JSONObject = [:]
    ) -> ServiceResponse {
        var all: JSONObject = ["targetParticipant": ["rawId": .string("4:" + Self.caller)], "dtmfOptions": dtmf]
        for member in options.members { all[member.name] = member.value }
        var body: JSONObject = ["recognizeInputType": "dtmf", "recognizeOptions": .object(all)]
        body["playPrompt"] = prompt.map { ["kind": "text", "text": ["text": .string($0)]] }
        for member in more.members { body[member.name] = member.value }
        return request("POST", path + ":recognize", .object(body))
    }

    mutating func press(_ keys: String) throws {
        try core.press(keys, on: Self.caller, at: time)
        collect()
    }

    mutating func transfer(_ path: String, context: String = "t") -> ServiceResponse {
        request(
            "POST", path + ":transferToParticipant",
            [
                "targetParticipant": ["rawId": .string("4:" + Self.target)], "operationContext": .string(context),
            ])
    }

    var eventNames: [String] { events.map(\.name) }

    /// `Name code/subCode context` of each event.
    var outcomes: [String] {
        events.map { event in
            let data = event.event["data"]
            let result = data?["resultInformation"]
            let codes = "\(result?["code"]?.intValue ?? 0)/\(result?["subCode"]?.intValue ?? 0)"
            return [event.name, codes, data?["operationContext"]?.stringValue].compactMap { $0 }.joined(separator: " ")
        }
    }

    func kinds(_ call: String) throws -> [String] {
        try core.timeline(of: call).entries.map(\.kind.rawValue)
    }
}
