import CallModel
import Foundation

/// The control API: phones, calls, timelines and subscriptions, below `/emulator/v1`. Described in README.md.
extension CallEmulator {
    /// Answers one control request.
    func control(_ request: ServiceRequest, isLocal: Bool) async -> ServiceResponse {
        do throws(ControlError) {
            try guardLocal(request, isLocal: isLocal)
            guard request.path.hasPrefix("/emulator/v1/") else {
                throw ControlError(status: 404, message: "the control API lies below /emulator/v1/")
            }
            return try await route(ControlRequest(request))
        } catch {
            return error.response
        }
    }

    /// Every path of the control API.
    private func route(_ request: ControlRequest) async throws(ControlError) -> ServiceResponse {
        switch (request.method, request.parts.count, request.parts.first, request.parts.last) {
        case ("GET", 1, "phones", _): return try listPhones()
        case ("PUT", 2, "phones", _): return try putPhone(request)
        case ("GET", 2, "phones", _): return try getPhone(request)
        case ("POST", 3, "phones", "dial"): return try dial(request)
        case ("POST", 3, "phones", "join"): return try join(request)
        case ("POST", 3, "phones", "press"): return try press(request)
        case ("POST", 3, "phones", "say"): return try say(request)
        case ("POST", 3, "phones", "pick_up"): return try pickUp(request)
        case ("POST", 3, "phones", "hang_up"): return try hangUp(request)
        case ("GET", 1, "rooms", _): return try listRooms()
        case ("PUT", 2, "rooms", _): return try putRoom(request)
        case ("GET", 1, "calls", _): return try listCalls()
        case ("GET", 2, "calls", _): return try getCall(request)
        case ("GET", 3, "calls", "streams"): return try getStreams(request)
        case ("GET", 3, "calls", "timeline"): return try await getTimeline(request)
        case ("GET", 2, "recordings", _): return try await getRecording(request)
        case ("DELETE", 2, "recordings", _):
            guard deleteRecording(request.name) else { throw Self.noRecording(request.name) }
            return ServiceResponse(status: 204)
        case ("GET", 1, "subscriptions", _): return listSubscriptions()
        case ("POST", 1, "subscriptions", _): return try await postSubscription(request)
        case ("GET", 2, "subscriptions", "validation"): return try validateSubscription(request)
        case ("GET", 1, "requests", _): return try listRequests(request)
        case ("GET", 1, "deliveries", _): return try listDeliveries(request)
        case ("POST", 3, "deliveries", "redeliver"): return try redeliver(request)
        case ("GET", 1, "faults", _): return getFaults()
        case ("PUT", 1, "faults", _): return try putFaults(request)
        case ("GET", 1, "clock", _): return getClock()
        case ("PUT", 1, "clock", _): return try putClock(request)
        case ("POST", 1, "reset", _): return try reset(request)
        default:
            throw ControlError(
                status: 404,
                message: "the control API has no \(request.method) /emulator/v1/\(request.parts.joined(separator: "/"))"
            )
        }
    }

    /// No authentication, so nobody from outside, and no web page that got itself a name for this machine.
    func guardLocal(_ request: ServiceRequest, isLocal: Bool) throws(ControlError) {
        if configuration.allowRemoteControl { return }
        let host = request.headers["host"] ?? ""
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" }.dropFirst() : host.prefix { $0 != ":" }
        let isLocalName = name == "localhost" || name == "::1" || name.hasPrefix("127.")
        let origin = request.headers["origin"].map { URL(string: $0)?.host ?? "" }
        let isLocalOrigin = origin.map { $0 == "localhost" || $0 == "::1" || $0.hasPrefix("127.") } ?? true
        guard isLocal, isLocalName, isLocalOrigin else {
            throw ControlError(status: 403, message: "the control API answers only this machine, by its local name")
        }
    }
}

/// A request to the control API.
struct ControlRequest: Sendable {
    let method: String
    /// The segments below `/emulator/v1`, unescaped.
    let parts: [String]
    let body: JSONValue
    private let request: ServiceRequest

    init(_ request: ServiceRequest) throws(ControlError) {
        method = request.method
        parts = request.path.split(separator: "/").dropFirst(2)
            .map { String($0).removingPercentEncoding ?? String($0) }
        self.request = request
        if request.body.isEmpty {
            body = .object(JSONObject())
            return
        }
        do { body = try JSONValue(parsing: request.body) } catch {
            throw ControlError(status: 400, message: "the body is \(error.description)")
        }
        guard body.objectValue != nil else {
            throw ControlError(status: 400, message: "the body must be a JSON object")
        }
    }

    /// The number or id in the middle of the path.
    var name: String { parts.count > 1 ? parts[1] : "" }

    func query(_ name: String) -> String? { request.query(name) }

    func number(_ name: String) throws(ControlError) -> Double? {
        guard let text = query(name) else { return nil }
        guard let number = Double(text), number.isFinite, number >= 0 else {
            throw ControlError(status: 400, message: "\(name) must be a number from 0")
        }
        return number
    }

    func member<Value>(
        _ name: String, _ kind: String, _ read: (JSONValue) -> Value?
    ) throws(ControlError) -> Value? {
        guard let json = body[name] else { return nil }
        guard let value = read(json) else { throw ControlError(status: 400, message: "\(name) must be \(kind)") }
        return value
    }

    func requiredString(_ name: String) throws(ControlError) -> String {
        guard let text = try member(name, "a string", \.stringValue) else {
            throw ControlError(status: 400, message: "\(name) is required")
        }
        return text
    }

    /// Refuses members that nobody reads: most likely they are misspelt.
    func allow(_ names: [String]) throws(ControlError) {
        for (name, _) in body.objectValue?.members ?? [] where !names.contains(name) {
            throw ControlError(
                status: 400, message: "'\(name)' means nothing here; known are \(names.joined(separator: ", "))")
        }
    }
}

extension ControlError {
    var response: ServiceResponse { ServiceResponse(status: status, body: ["error": ["message": .string(message)]]) }
}
