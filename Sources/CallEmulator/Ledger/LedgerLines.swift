import CallModel
import Crypto
import Foundation

/// The lines of the ledger; README.md, "The ledger", says what they mean.
extension LedgerFile {
    /// A request and what was decided about it; written before any of it gets out.
    /// - Returns: the number of the line, which the line about the answer names.
    func request(_ request: ServiceRequest, _ exchange: ServiceExchange) -> Int {
        let body = try? JSONValue(parsing: request.body)
        let (response, decision) = (exchange.response, exchange.decision)
        let faults = exchange.fate.names.map(JSONValue.string)
        return append(
            "request",
            [
                ("operation", decision.operation.json), ("method", .string(request.method)),
                ("path", .string(request.target)),
                ("connection", exchange.connectionID.json),
                ("body_sha256", .string(Self.hash(request.body))),
                ("context", (body?["operationContext"]?.stringValue).json),
                ("callback", (body?["callbackUri"]?.stringValue).json),
                ("repeatability_id", request.headers["repeatability-request-id"].json),
                ("first_sent", request.headers["repeatability-first-sent"].json),
                ("decision", .string(decision.kind.rawValue)), ("status", .integer(Int64(response.status))),
                ("code", (response.body?["error"]?["code"]?.stringValue).json),
            ] + (faults.isEmpty ? [] : [("faults", .array(faults))]))
    }

    /// Whether the answer to the request of line `request` was written to its connection.
    func answer(to request: Int, gotOut: Bool, fault: String? = nil) {
        append(
            "answer", [("request", .integer(Int64(request))), ("out", .bool(gotOut)), ("fault", fault.json)])
    }

    /// An event of a connection that is about to be delivered.
    func event(_ delivery: CallbackDelivery) -> Int {
        append(
            "event",
            [
                ("source", "callback"), ("event", (delivery.event["id"]?.stringValue).json),
                ("name", .string(delivery.name)),
                ("context", (delivery.event["data"]?["operationContext"]?.stringValue).json),
                ("address", .string(delivery.address)), ("connection", .string(delivery.connectionID)),
                ("call", .string(delivery.callID)),
            ])
    }

    /// An event of Event Grid that is about to be delivered to one subscription.
    func event(_ event: GridEvent, to subscription: GridSubscription) -> Int {
        append(
            "event",
            [
                ("source", "grid"), ("event", .string(event.id)),
                ("name", .string(String(event.type.dropFirst(CallEvent.typePrefix.count)))), ("context", .null),
                ("address", .string(subscription.endpoint.withoutQuery)), ("connection", .null),
                ("call", .string(event.callID)), ("correlation", (event.data["correlationId"]?.stringValue).json),
                ("to", (event.data["to"]?["rawId"]?.stringValue).json),
            ])
    }

    /// One try of a delivery.
    func delivery(_ event: String, _ result: DeliveryTry) {
        var members: [(name: String, value: JSONValue)] = [
            ("event", .string(event)), ("try", .integer(Int64(result.number))),
        ]
        switch result.outcome {
        case .answered(let status): members.append(("status", .integer(Int64(status))))
        case .fault(let words): members.append(("fault", .string(words)))
        }
        append("delivery", members)
    }

    /// An event that is not tried again.
    func givenUp(_ event: String, _ reason: String) {
        append("given_up", [("event", .string(event)), ("reason", .string(reason))])
    }

    /// What happened in a call, and what its phones heard and did.
    func note(_ note: CallNote) {
        var members: [(name: String, value: JSONValue)] = [
            ("call", .string(note.callID)), ("kind", .string(note.entry.kind.rawValue)),
            ("text", .string(note.entry.text)), ("details", .object(note.entry.details)),
        ]
        if note.isEnd { members.append(("ends", true)) }
        append("phone", members)
    }

    private static func hash(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    }
}

extension String? {
    fileprivate var json: JSONValue { map { .string($0) } ?? .null }
}

/// An entry of a call's timeline with its call.
struct CallNote: Sendable, Equatable {
    let callID: String
    let entry: TimelineEntry
    /// Whether the call is over with it.
    var isEnd = false
}

/// What became of a request.
struct ServiceDecision: Sendable, Equatable {
    /// The three ways.
    enum Kind: String, Sendable {
        case executed
        /// The answer of before, without an effect.
        case repeated = "repeated_answer"
        case refused
    }

    /// Nil when the path means none.
    var operation: String?
    /// The connection that the path names.
    var connectionID: String?
    var kind = Kind.refused
}
