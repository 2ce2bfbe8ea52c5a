import CallModel

/// The last requests, for whoever wants to see what an application did.
struct RequestLog: Sendable {
    struct Entry: Sendable {
        let number: Int
        let time: Double
        let method: String
        let path: String
        let decision: ServiceDecision
        let connectionID: String?
        let status: Int
        let code: String?
        let repeatabilityID: String?
        let faults: [String]
    }

    private var entries: [Entry] = []
    private var count = 0
    /// How many are remembered.
    static let limit = 500

    mutating func add(_ request: ServiceRequest, _ exchange: ServiceExchange, at time: Double) {
        count += 1
        entries.append(
            Entry(
                number: count, time: time, method: request.method, path: String(request.path),
                decision: exchange.decision, connectionID: exchange.connectionID, status: exchange.response.status,
                code: exchange.response.body?["error"]?["code"]?.stringValue,
                repeatabilityID: request.headers["repeatability-request-id"], faults: exchange.fate.names))
        if entries.count >= Self.limit * 2 { entries.removeFirst(Self.limit) }
    }

    /// The newest first, `limit` at the most.
    func json(limit: Int) -> [JSONValue] { entries.suffix(min(limit, Self.limit)).reversed().map(\.json) }
}

extension RequestLog.Entry {
    var json: JSONValue {
        [
            "n": .integer(Int64(number)), "at": .string(EventTime.short(time)), "method": .string(method),
            "path": .string(path), "operation": decision.operation.map(JSONValue.string),
            "call_connection_id": connectionID.map(JSONValue.string),
            "decision": .string(decision.kind.rawValue), "status": .integer(Int64(status)),
            "code": code.map(JSONValue.string), "repeatability_id": repeatabilityID.map(JSONValue.string),
            "faults": .array(faults.map(JSONValue.string)),
        ]
    }
}
