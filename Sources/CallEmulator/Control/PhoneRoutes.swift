import CallModel

extension CallEmulator {
    func listPhones() throws(ControlError) -> ServiceResponse {
        let phones = try read { $0.phonesJSON }
        return ServiceResponse(status: 200, body: ["phones": .array(phones)])
    }

    func putPhone(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try request.allow(["when_rung", "after"])
        let word = try request.member("when_rung", "a string", \.stringValue) ?? "answer"
        let seconds = try request.member("after", "a number of seconds") {
            $0.doubleValue.flatMap { $0 >= 0 ? $0 : nil }
        }
        guard let reaction = RingReaction(word: word, after: seconds) else {
            throw ControlError(
                status: 400, message: "when_rung must be answer, decline, busy, no_answer or unreachable")
        }
        try setPhone(request.name, whenRung: reaction)
        return ServiceResponse(status: 200, body: try phone(request.name))
    }

    private func phone(_ number: String) throws(ControlError) -> JSONValue {
        try read { core throws(ControlError) in try core.phoneJSON(of: number) }
    }

    func dial(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try request.allow(["to", "press", "display_name", "hang_up_after", "hang_up_when", "custom_context"])
        var dial = DialRequest(to: try request.requiredString("to"))
        dial.press =
            try request.member("press", "an array of strings") { json in
                let keys = json.arrayValue?.compactMap(\.stringValue)
                return keys?.count == json.arrayValue?.count ? keys : nil
            } ?? []
        dial.displayName = try request.member("display_name", "a string", \.stringValue) ?? ""
        dial.hangUpAfter = try request.member("hang_up_after", "a number of seconds") { json in
            json.doubleValue.flatMap { $0 >= 0 ? $0 : nil }
        }
        dial.hangsUpWhenIdle =
            try request.member("hang_up_when", "\"idle\"") { $0.stringValue == "idle" ? true : nil } ?? false
        dial.customContext = try request.member("custom_context", "an object") { $0.objectValue == nil ? nil : $0 }
        let call = try self.dial(from: request.name, dial)
        return ServiceResponse(
            status: 201,
            body: [
                "call_id": .string(call.callID), "correlation_id": .string(call.correlationID),
                "server_call_id": .string(call.serverCallID),
            ])
    }

    func press(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try request.allow(["keys"])
        try press(try request.requiredString("keys"), on: request.name)
        return ServiceResponse(status: 204)
    }

    func hangUp(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try hangUp(request.name)
        return ServiceResponse(status: 204)
    }
}
