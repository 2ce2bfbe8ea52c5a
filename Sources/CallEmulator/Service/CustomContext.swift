import CallModel

/// `customCallingContext`: headers that travel with an invitation, what Teams shows beside it, and their limits (protocol
/// reference, section 11).
enum CustomContext {
    private typealias Limits = CustomCallingContext

    /// Checks the member and gives it in the form of an IncomingCall event, which has headers only; nil when there are none.
    static func read(_ body: Fields) throws(ServiceError) -> JSONValue? {
        guard let context = try body.object("customCallingContext") else { return nil }
        let sip = try context.texts("sipHeaders")
        let voip = try context.texts("voipHeaders")
        try check(sip: sip)
        try check(voip: voip)
        try check(details: try context.object("teamsPhoneCallDetails"))
        if sip.isEmpty, voip.isEmpty { return nil }
        func json(_ headers: [(name: String, value: String)]) -> JSONValue? {
            headers.isEmpty ? nil : .object(JSONObject(headers.map { ($0.name, .string($0.value)) }))
        }
        return ["sipHeaders": json(sip), "voipHeaders": json(voip)]
    }

    private static func check(sip: [(name: String, value: String)]) throws(ServiceError) {
        let place = "customCallingContext.sipHeaders"
        var others = 0
        for (name, value) in sip {
            let isUserToUser = Limits.isUserToUser(name)
            if !isUserToUser {
                others += 1
                guard name.lowercased().hasPrefix("x-") else {
                    throw .invalid("\(place).\(name)", "must be User-To-User or begin with X-MS-Custom-")
                }
            }
            if name.count > Limits.nameLimit {
                throw .invalid("\(place).\(name)", "has a name of more than \(Limits.nameLimit) characters")
            }
            if value.count > Limits.sipValueLimit {
                throw .invalid("\(place).\(name)", "has more than \(Limits.sipValueLimit) characters")
            }
            guard name.allSatisfy(Limits.isNameCharacter), value.allSatisfy(Limits.isValueCharacter)
            else { throw .invalid("\(place).\(name)", "has characters that a SIP header may not have") }
        }
        if others > Limits.mostSIPHeaders {
            throw .invalid(place, "holds \(others) custom headers, and \(Limits.mostSIPHeaders) is the limit")
        }
        if sip.count - others > 1 { throw .invalid(place, "holds User-To-User more than once") }
    }

    private static func check(voip: [(name: String, value: String)]) throws(ServiceError) {
        let place = "customCallingContext.voipHeaders"
        if voip.count > Limits.mostVoIPHeaders {
            throw .invalid(place, "holds \(voip.count) headers, and \(Limits.mostVoIPHeaders) is the limit")
        }
        for (name, value) in voip {
            if name.count > Limits.nameLimit {
                throw .invalid("\(place).\(name)", "has a name of more than \(Limits.nameLimit) characters")
            }
            if value.count > Limits.voipValueLimit {
                throw .invalid("\(place).\(name)", "has more than \(Limits.voipValueLimit) characters")
            }
        }
    }

    /// Members, types and what is required are the contract's matter. More pairs of caller information than the service reads
    /// are no fault: it drops them.
    private static func check(details: Fields?) throws(ServiceError) {
        guard let details, let topic = try details.string("callTopic") else { return }
        let limit = TeamsPhoneCallDetails.topicLimit
        if topic.utf16.count > limit { throw details.invalid("callTopic", "has more than \(limit) characters") }
    }
}
