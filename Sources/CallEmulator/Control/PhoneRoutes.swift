import CallModel

extension CallEmulator {
    func listPhones() throws(ControlError) -> ServiceResponse {
        let phones = try read { $0.phonesJSON }
        return ServiceResponse(status: 200, body: ["phones": .array(phones)])
    }

    func putPhone(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try request.allow(["when_rung", "after", "press", "say", "hang_up_after", "hang_up_when"])
        let word = try request.member("when_rung", "a string", \.stringValue) ?? "answer"
        guard let reaction = RingReaction(word: word, after: try seconds("after", request)) else {
            throw ControlError(
                status: 400,
                message: "when_rung must be answer, decline, busy, no_answer, unreachable or invalid_number")
        }
        try setPhone(
            request.name, whenRung: reaction, press: try keys(request), say: try words(request),
            hangUpAfter: try seconds("hang_up_after", request), hangsUpWhenIdle: try isImpatient(request))
        return ServiceResponse(status: 200, body: try phone(request.name))
    }

    private func seconds(_ name: String, _ request: ControlRequest) throws(ControlError) -> Double? {
        try request.member(name, "a number of seconds") { $0.doubleValue.flatMap { $0 >= 0 ? $0 : nil } }
    }

    private func keys(_ request: ControlRequest) throws(ControlError) -> [String] {
        try request.member("press", "an array of strings") { json in
            let keys = json.arrayValue?.compactMap(\.stringValue)
            return keys?.count == json.arrayValue?.count ? keys : nil
        } ?? []
    }

    private func words(_ request: ControlRequest) throws(ControlError) -> [String] {
        try request.member("say", "an array of strings") { json in
            let words = json.arrayValue?.compactMap(\.stringValue)
            return words?.count == json.arrayValue?.count ? words : nil
        } ?? []
    }

    private func isImpatient(_ request: ControlRequest) throws(ControlError) -> Bool {
        try request.member("hang_up_when", "\"idle\"") { $0.stringValue == "idle" ? true : nil } ?? false
    }

    private func phone(_ number: String) throws(ControlError) -> JSONValue {
        try read { core throws(ControlError) in try core.phoneJSON(of: number) }
    }

    func getPhone(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        ServiceResponse(status: 200, body: try phone(request.name))
    }

    func dial(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try request.allow(["to", "press", "say", "display_name", "hang_up_after", "hang_up_when", "custom_context"])
        var dial = DialRequest(to: try request.requiredString("to"))
        dial.press = try keys(request)
        dial.say = try words(request)
        dial.displayName = try request.member("display_name", "a string", \.stringValue) ?? ""
        dial.hangUpAfter = try seconds("hang_up_after", request)
        dial.hangsUpWhenIdle = try isImpatient(request)
        dial.customContext = try request.member("custom_context", "an object") { $0.objectValue == nil ? nil : $0 }
        return try names(of: self.dial(from: request.name, dial))
    }

    func join(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try request.allow(["group_call_id", "room_id"])
        return try names(
            of: enter(
                request.name, groupCallID: try request.member("group_call_id", "a string", \.stringValue),
                roomID: try request.member("room_id", "a string", \.stringValue)))
    }

    private func names(of call: DialedCall) -> ServiceResponse {
        ServiceResponse(
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

    func say(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try request.allow(["text"])
        try say(try request.requiredString("text"), on: request.name)
        return ServiceResponse(status: 204)
    }

    func pickUp(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try request.allow([])
        try pickUp(request.name)
        return ServiceResponse(status: 204)
    }

    func hangUp(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try hangUp(request.name)
        return ServiceResponse(status: 204)
    }

    func listRooms() throws(ControlError) -> ServiceResponse {
        ServiceResponse(status: 200, body: ["rooms": .array(try read { $0.roomsJSON })])
    }

    func putRoom(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try request.allow([])
        makeRoom(request.name)
        return ServiceResponse(status: 200, body: ["room_id": .string(request.name)])
    }
}
