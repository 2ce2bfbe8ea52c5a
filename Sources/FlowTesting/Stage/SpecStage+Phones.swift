import CallEmulator

/// What phones do, the stage lets its line do.
extension SpecStage {
    func dial(from number: String, _ request: DialRequest) throws -> String {
        try phones.dial(from: number, request)
    }

    func enter(_ number: String, groupCallID: String?, roomID: String?) throws -> String {
        try phones.enter(number, groupCallID: groupCallID, roomID: roomID)
    }

    func press(_ keys: String, on number: String) throws { try phones.press(keys, on: number) }

    func say(_ text: String, on number: String) throws { try phones.say(text, on: number) }

    func hangUp(_ number: String) throws { try phones.hangUp(number) }

    func pickUp(_ number: String) throws { try phones.pickUp(number) }

    func setPhone(_ number: String, whenRung reaction: RingReaction) throws {
        try phones.setPhone(number, whenRung: reaction)
    }

    func standing(ofPhone number: String) throws -> PhoneStanding? { try phones.standing(ofPhone: number) }

    func standing(ofCall id: String) throws -> CallStanding { try phones.standing(ofCall: id) }

    func timeline(ofCall id: String, after: Int) throws -> [TimelineEntry] {
        try phones.timeline(ofCall: id, after: after)
    }

    func callIDs() throws -> [String] { try phones.callIDs() }
}
