import CallEmulator
import CallModel

/// Phones and calls of a world of virtual time: the line has them.
extension VirtualStage {
    func dial(from number: String, _ request: DialRequest) throws -> String {
        try line.dial(from: number, request)
    }

    func enter(_ number: String, groupCallID: String?, roomID: String?) throws -> String {
        try line.enter(number, groupCallID: groupCallID, roomID: roomID)
    }

    func press(_ keys: String, on number: String) throws { try line.press(keys, on: number) }

    func say(_ text: String, on number: String) throws { try line.say(text, on: number) }

    func hangUp(_ number: String) throws { try line.hangUp(number) }

    func pickUp(_ number: String) throws { try line.pickUp(number) }

    func setPhone(_ number: String, whenRung reaction: RingReaction) throws {
        try line.setPhone(number, whenRung: reaction)
    }

    func standing(ofPhone number: String) throws -> PhoneStanding? { try line.standing(ofPhone: number) }

    func standing(ofCall id: String) throws -> CallStanding { try line.standing(ofCall: id) }

    func timeline(ofCall id: String, after: Int) throws -> [TimelineEntry] {
        try line.timeline(ofCall: id, after: after)
    }

    func callIDs() throws -> [String] { try line.callIDs() }

    var keyGap: Double { settings.emulator.keyGap / settings.emulator.mediaSpeed }
}
