import CallModel

extension EmulatorCore {
    /// A phone calls a number of the application.
    public mutating func dial(
        from number: String, _ request: DialRequest, at time: Double
    ) throws(ControlError) -> DialedCall {
        advance(to: time)
        let caller = try identifier(number)
        let callee = try identifier(request.to)
        var script = PhoneScript()
        script.press = try sequences(request.press)
        script.say = request.say
        script.hangUpAfter = request.hangUpAfter
        script.hangsUpWhenIdle = request.hangsUpWhenIdle
        try checkKnown(callee)
        try createPhone(caller, mustBeFree: true)
        phones[caller.rawID]?.callID = ""
        let id = placeCall(
            from: caller, to: callee, displayName: request.displayName, customContext: request.customContext)
        phones[caller.rawID]?.callID = id
        beginScript(caller.rawID, id, script)
        return names(of: id)
    }

    /// A phone enters a group call or a room; the first one starts the call.
    public mutating func enter(
        _ number: String, groupCallID: String?, roomID: String?, at time: Double
    ) throws(ControlError) -> DialedCall {
        advance(to: time)
        let identifier = try identifier(number)
        let place: CallPlace
        switch (groupCallID, roomID) {
        case (.some(let id), nil) where !id.isEmpty: place = .group(id)
        case (nil, .some(let id)) where !id.isEmpty:
            guard rooms[id] != nil else {
                throw ControlError(status: 404, message: "there is no room \(id); make it with PUT /rooms/\(id)")
            }
            place = .room(id)
        default: throw ControlError(status: 400, message: "name either group_call_id or room_id")
        }
        try createPhone(identifier, mustBeFree: true)
        let id = enter(place, identifier)
        return names(of: id)
    }

    /// A phone in a call presses keys, such as `12#`.
    public mutating func press(_ keys: String, on number: String, at time: Double) throws(ControlError) {
        advance(to: time)
        let (phone, call) = try callOf(number)
        let tones = try tones(keys)
        guard [.connected, .transferring].contains(state(of: call)) else {
            throw ControlError(status: 409, message: "the call of \(phone.spoken) is not connected yet")
        }
        press(tones, phone: phone.rawID, call: call.id, after: 0)
        advance(to: time)
    }

    /// A phone puts down its call, or declines the one that rings it.
    public mutating func hangUp(_ number: String, at time: Double) throws(ControlError) {
        advance(to: time)
        let (phone, call) = try callOf(number)
        phoneHangsUp(phone.rawID, call.id)
    }

    /// Says what a phone does when it is rung; makes the phone if needed.
    public mutating func setPhone(_ number: String, whenRung reaction: RingReaction) throws(ControlError) {
        try setPhone(number, whenRung: reaction, press: [], say: [], hangUpAfter: nil, hangsUpWhenIdle: false)
    }

    /// Says what a phone does when it is rung, and in the call after it has picked up.
    public mutating func setPhone(
        _ number: String, whenRung reaction: RingReaction, press: [String], say: [String], hangUpAfter: Double?,
        hangsUpWhenIdle: Bool
    ) throws(ControlError) {
        let identifier = try identifier(number)
        let script = PhoneScript(
            press: try sequences(press), say: say, hangUpAfter: hangUpAfter, hangsUpWhenIdle: hangsUpWhenIdle)
        try createPhone(identifier, mustBeFree: false)
        phones[identifier.rawID]?.whenRung = reaction
        phones[identifier.rawID]?.whenAnswered = script
    }

    private func checkKnown(_ callee: CommunicationIdentifier) throws(ControlError) {
        let owned = configuration.ownedNumbers
        if owned.isEmpty || owned.contains(callee.spoken) || owned.contains(callee.rawID) { return }
        if phones[callee.rawID]?.isNamed ?? false { return }
        if case .communicationUser = callee.kind { return }
        throw ControlError(
            status: 404,
            message: "\(callee.spoken) is no number of this emulator; it has \(owned.joined(separator: ", "))")
    }

    private mutating func createPhone(
        _ identifier: CommunicationIdentifier, mustBeFree: Bool
    ) throws(ControlError) {
        if mustBeFree, phones[identifier.rawID]?.callID != nil {
            throw ControlError(
                status: 409, message: "the phone \(identifier.spoken) is in a call already; hang it up first")
        }
        if phones[identifier.rawID] != nil {
            phones[identifier.rawID]?.isNamed = true
        } else {
            phones[identifier.rawID] = Phone(identifier: identifier, whenRung: .answer(after: 0.5))
        }
    }

    private func callOf(_ number: String) throws(ControlError) -> (phone: CommunicationIdentifier, call: Call) {
        let identifier = try identifier(number)
        guard let phone = phones[identifier.rawID] else {
            throw ControlError(status: 404, message: "there is no phone \(identifier.spoken); it has never dialled")
        }
        guard let id = phone.callID, let call = calls[id] else {
            throw ControlError(status: 409, message: "the phone \(identifier.spoken) is not in a call")
        }
        return (identifier, call)
    }

    private func names(of id: String) -> DialedCall {
        DialedCall(
            callID: id, correlationID: calls[id]?.correlationID ?? "", serverCallID: calls[id]?.serverCallID ?? "")
    }

    private func sequences(_ press: [String]) throws(ControlError) -> [[Tone]] {
        var sequences: [[Tone]] = []
        for keys in press { sequences.append(try tones(keys)) }
        return sequences
    }

    private func identifier(_ text: String) throws(ControlError) -> CommunicationIdentifier {
        do { return try IdentifierText.parse(text) } catch {
            throw ControlError(status: 400, message: error.description)
        }
    }

    private func tones(_ keys: String) throws(ControlError) -> [Tone] {
        var tones: [Tone] = []
        for key in keys {
            guard let tone = Tone(key: key) else {
                throw ControlError(status: 400, message: "no phone has the key '\(key)'; there are 0-9, A-D, # and *")
            }
            tones.append(tone)
        }
        return tones
    }
}
