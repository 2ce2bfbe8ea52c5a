import CallModel

/// What a phone is asked to do.
public struct DialRequest: Sendable {
    /// The number or raw id that is called.
    public var to: String
    /// Key sequences, each pressed at one recognition; an empty one lets that recognition pass.
    public var press: [String] = []
    /// The caller's name, as callees see it.
    public var displayName = ""
    /// Seconds after which the phone hangs up, counted from the dialling.
    public var hangUpAfter: Double?
    /// Whether the phone hangs up when the application has nothing going on for a while.
    public var hangsUpWhenIdle = false
    /// Passed on as `customContext` of the IncomingCall event: `sipHeaders` and `voipHeaders`.
    public var customContext: JSONValue?

    /// A call to somebody, with keys to press.
    public init(to: String, press: [String] = []) {
        self.to = to
        self.press = press
    }
}

/// The names of a call that was dialled.
public struct DialedCall: Sendable, Equatable {
    /// The name in the control API.
    public var callID: String
    /// The same for all legs.
    public var correlationID: String
    /// The same for all legs.
    public var serverCallID: String
}

/// Why a command of the control API cannot be carried out.
public struct ControlError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The HTTP status that fits.
    public var status: Int
    /// A sentence for a person.
    public var message: String

    /// The message.
    public var description: String { message }
}

extension EmulatorCore {
    /// A phone calls a number of the application.
    public mutating func dial(
        from number: String, _ request: DialRequest, at time: Double
    ) throws(ControlError) -> DialedCall {
        advance(to: time)
        let caller = try identifier(number)
        let callee = try identifier(request.to)
        var script = PhoneScript()
        for keys in request.press { script.press.append(try tones(keys)) }
        script.hangUpAfter = request.hangUpAfter
        script.hangsUpWhenIdle = request.hangsUpWhenIdle
        let owned = configuration.ownedNumbers
        guard owned.isEmpty || owned.contains(callee.spoken) || owned.contains(callee.rawID) else {
            throw ControlError(
                status: 404,
                message: "\(callee.spoken) is no number of this emulator; it has \(owned.joined(separator: ", "))")
        }
        if phones[caller.rawID]?.callID != nil {
            throw ControlError(
                status: 409, message: "the phone \(caller.spoken) is in a call already; hang it up first")
        }
        createPhone(caller)
        let id = offerCall(
            from: caller, to: callee, displayName: request.displayName, customContext: request.customContext,
            script: script)
        phones[caller.rawID]?.callID = id
        let call = calls[id]
        return DialedCall(
            callID: id, correlationID: call?.correlationID ?? "", serverCallID: call?.serverCallID ?? "")
    }

    /// A phone in a call presses keys, such as `12#`.
    public mutating func press(_ keys: String, on number: String, at time: Double) throws(ControlError) {
        advance(to: time)
        let (id, call) = try callOf(number)
        let tones = try tones(keys)
        guard call.state == .connected || call.state == .transferring else {
            throw ControlError(status: 409, message: "the call of \(call.caller.spoken) is not connected yet")
        }
        press(tones, call: id, after: 0)
        advance(to: time)
    }

    /// A phone puts down its call.
    public mutating func hangUp(_ number: String, at time: Double) throws(ControlError) {
        advance(to: time)
        callerHangsUp(try callOf(number).id)
    }

    /// Says what a phone does when it is rung; makes the phone if needed.
    public mutating func setPhone(_ number: String, whenRung reaction: RingReaction) throws(ControlError) {
        let identifier = try identifier(number)
        createPhone(identifier)
        phones[identifier.rawID]?.whenRung = reaction
    }

    private mutating func createPhone(_ identifier: CommunicationIdentifier) {
        if phones[identifier.rawID] == nil {
            phones[identifier.rawID] = Phone(identifier: identifier, whenRung: .answer(after: 0.5))
        }
    }

    private func callOf(_ number: String) throws(ControlError) -> (id: String, call: Call) {
        let identifier = try identifier(number)
        guard let phone = phones[identifier.rawID] else {
            throw ControlError(status: 404, message: "there is no phone \(identifier.spoken); it has never dialled")
        }
        guard let id = phone.callID, let call = calls[id] else {
            throw ControlError(status: 409, message: "the phone \(identifier.spoken) is not in a call")
        }
        return (id, call)
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
