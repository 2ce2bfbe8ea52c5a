import CallModel

/// Events as the service sends them, no larger than they need to be.
package enum BenchEvents {
    /// A ringing call; `number` names it.
    package static func offer(_ number: Int, to: String = "+18005550199") -> CallEvent {
        func phone(_ number: String) -> JSONValue {
            [
                "kind": "phoneNumber", "phoneNumber": ["value": .string(number)], "rawId": .string("4:" + number),
            ]
        }
        let data: JSONValue = [
            "incomingCallContext": .string("offer-\(number)"), "correlationId": .string("correlation-\(number)"),
            "from": phone("+14255550123"), "to": phone(to),
        ]
        return CallEvent(id: "ring-\(number)", name: "IncomingCall", source: "bench", data: data.encoded)
    }

    /// An event of a call.
    /// - Parameters:
    ///   - context: of the operation that it ends.
    ///   - more: members of its data, as JSON, with a comma in front.
    package static func event(
        _ name: String, id: String, connection: String, context: String? = nil, more: String = ""
    ) -> CallEvent {
        // As text: it is made while the clock runs.
        let operation = context.map { ",\"operationContext\":\"\($0)\"" } ?? ""
        let data =
            "{\"callConnectionId\":\"\(connection)\",\"serverCallId\":\"server-\(connection)\"\(operation)\(more)}"
        return CallEvent(id: id, name: name, source: "bench", data: Array(data.utf8))
    }
}
