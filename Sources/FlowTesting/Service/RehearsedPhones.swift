import CallEmulator

/// The phones of a pretended line, as far as those of a service could do the same.
final class RehearsedPhones: PhoneLine {
    private let line: any PhoneLine
    private let drivable: DrivablePhones

    init(_ line: any PhoneLine, _ drivable: DrivablePhones) { (self.line, self.drivable) = (line, drivable) }

    func dial(from number: String, _ request: DialRequest) throws -> String {
        try drivable.check(number)
        try drivable.check(request)
        return try line.dial(from: number, request)
    }

    func enter(_ number: String, groupCallID: String?, roomID: String?) throws -> String {
        throw DrivablePhones.joining
    }

    func setPhone(_ number: String, whenRung reaction: RingReaction) throws {
        try drivable.check(number)
        try drivable.check(reaction)
        try line.setPhone(number, whenRung: reaction)
    }

    func standing(ofPhone number: String) throws -> PhoneStanding? {
        try drivable.check(number)
        return try line.standing(ofPhone: number)
    }

    func press(_ keys: String, on number: String) throws { try line.press(keys, on: number) }
    func say(_ text: String, on number: String) throws { try line.say(text, on: number) }
    func hangUp(_ number: String) throws { try line.hangUp(number) }
    func pickUp(_ number: String) throws { try line.pickUp(number) }
    func standing(ofCall id: String) throws -> CallStanding { try line.standing(ofCall: id) }

    func timeline(ofCall id: String, after: Int) throws -> [TimelineEntry] {
        try line.timeline(ofCall: id, after: after)
    }

    func callIDs() throws -> [String] { try line.callIDs() }
}
