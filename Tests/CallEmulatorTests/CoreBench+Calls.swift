import CallModel

@testable import CallEmulator

/// Calls with several participants and several connections, as short as the tests want them.
extension CoreBench {
    static let calls = "/calling/callConnections"
    static let user = "8:acs:resource_alice"
    static let bot = "8:acs:resource_bot"

    static func person(_ name: String) -> JSONValue { ["rawId": .string(name.hasPrefix("+") ? "4:" + name : name)] }

    /// CreateCall with a caller ID; `context` is the operation context.
    @discardableResult
    mutating func create(
        _ targets: [String], context: String = "c", _ more: JSONObject = [:], version: String = "2026-03-12"
    ) -> ServiceResponse {
        var body: JSONObject = [
            "targets": .array(targets.map(Self.person)), "callbackUri": "https://app.test/cb",
            "sourceCallerIdNumber": ["value": .string(Self.service)], "operationContext": .string(context),
        ]
        for member in more.members { body[member.name] = member.value == .null ? nil : member.value }
        return request("POST", Self.calls, .object(body), version: version)
    }

    /// The path of the connection in a response.
    func path(_ response: ServiceResponse) -> String {
        Self.calls + "/" + (response.body?["callConnectionId"]?.stringValue ?? "")
    }

    /// A call that the application made and that was answered; its path.
    mutating func createdCall(_ targets: [String] = [CoreBench.caller]) -> String {
        let path = path(create(targets))
        wait(1)
        forget()
        return path
    }

    mutating func connect(_ locator: JSONObject, context: String = "k") -> ServiceResponse {
        request(
            "POST", Self.calls + ":connect",
            [
                "callLocator": .object(locator), "callbackUri": "https://app.test/other",
                "operationContext": .string(context),
            ])
    }

    @discardableResult
    mutating func add(_ path: String, _ target: String, context: String = "a", _ more: JSONObject = [:])
        -> ServiceResponse
    {
        var body: JSONObject = [
            "participantToAdd": Self.person(target), "operationContext": .string(context),
            "sourceCallerIdNumber": ["value": .string(Self.service)],
        ]
        for member in more.members { body[member.name] = member.value == .null ? nil : member.value }
        return request("POST", path + "/participants:add", .object(body))
    }

    @discardableResult
    mutating func remove(_ path: String, _ target: String, context: String = "r") -> ServiceResponse {
        request(
            "POST", path + "/participants:remove",
            ["participantToRemove": Self.person(target), "operationContext": .string(context)])
    }

    /// The token of the last offer.
    var offer: String {
        published.last { $0.type.hasSuffix(".IncomingCall") }?.data["incomingCallContext"]?.stringValue ?? ""
    }

    mutating func reject(_ reason: String) -> ServiceResponse {
        request(
            "POST", Self.calls + ":reject",
            ["incomingCallContext": .string(offer), "callRejectReason": .string(reason)])
    }

    mutating func redirect(_ target: String) -> ServiceResponse {
        request(
            "POST", Self.calls + ":redirect",
            ["incomingCallContext": .string(offer), "target": Self.person(target)])
    }

    mutating func hangUp(_ phone: String) throws {
        try core.hangUp(phone, at: time)
        collect()
    }

    /// What was told so far is of no interest any more.
    mutating func forget() {
        events = []
        published = []
    }

    /// The outcomes that one connection was told.
    func outcomes(of path: String) -> [String] {
        var own = self
        own.events = events.filter { path.hasSuffix("/" + $0.connectionID) }
        return own.outcomes
    }

    /// The raw ids of the last participant list that a connection was told.
    func lastParticipants(_ path: String) -> [String] {
        events.last { $0.name == "ParticipantsUpdated" && path.hasSuffix("/" + $0.connectionID) }
            .map { rawIDs($0.event["data"]?["participants"], "identifier") } ?? []
    }

    func rawIDs(_ list: JSONValue?, _ member: String) -> [String] {
        (list?.arrayValue ?? []).compactMap { $0[member]?["rawId"]?.stringValue }
    }

    var publishedNames: [String] { published.map { String($0.type.dropFirst(CallEvent.typePrefix.count)) } }

    /// The newest call's timeline.
    func lastKinds() throws -> [String] { try kinds(core.callOrder.last ?? "") }

    func errorCode(_ response: ServiceResponse) -> String {
        "\(response.status) \(response.body?["error"]?["code"]?.stringValue ?? "")"
    }
}
