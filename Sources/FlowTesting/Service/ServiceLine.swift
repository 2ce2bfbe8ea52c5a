import CallEmulator
import CallModel
import NIOCore

/// The line of one story at a real service. Phones are numbers of the resource that the tester plays itself, by Call
/// Automation: they dial, answer, decline and hang up as people would.
///
/// Nobody listens to the sound. That a phone hears a prompt means that its flow asked the service to play it to the
/// call, and the service did not refuse. Everything of it happens on the loop, which is what the box makes sure of.
final class ServiceLine: PhoneLine {
    let story: Int
    let loop: any EventLoop
    let time: any StageTime
    let way: ServiceWay
    let drivable: DrivablePhones
    let board: NIOLoopBoundBox<ServiceBoard>
    private let book: LiveBook

    init(
        story: Int, loop: any EventLoop, time: any StageTime, way: ServiceWay, drivable: DrivablePhones, book: LiveBook
    ) {
        (self.story, self.loop, self.time, self.way) = (story, loop, time, way)
        (self.drivable, self.book) = (drivable, book)
        board = .makeBoxSendingValue(ServiceBoard(), eventLoop: loop)
    }

    /// There may be news.
    func tell() { book.tell(story) }

    /// Everybody who is still in a call hangs up, and nobody answers any more.
    func end() {
        board.value.isOver = true
        for leg in board.value.calls.flatMap(\.legs) where leg.isLive { leave(leg.id) }
    }

    /// Whether nothing is under way any more.
    var isQuiet: Bool {
        let board = board.value
        return board.open == 0 && board.calls.allSatisfy { $0.legs.allSatisfy { $0.state == .ended } }
    }

    // MARK: - What phones do

    func dial(from number: String, _ request: DialRequest) throws -> String {
        try drivable.check(number)
        try drivable.check(request)
        guard board.value.live(number) == nil else {
            throw StageFault("the phone \(number) is in a call already; hang it up first")
        }
        let other = CommunicationIdentifier(rawID: request.to.hasPrefix("+") ? "4:" + request.to : request.to)
        let leg = ServiceLeg(
            id: board.value.nextLeg(), phone: number, other: other, isCaller: true, state: .asked)
        let id = begin(leg)
        try call(leg, displayName: request.displayName)
        return id
    }

    func enter(_ number: String, groupCallID: String?, roomID: String?) throws -> String {
        throw DrivablePhones.joining
    }

    func press(_ keys: String, on number: String) throws {
        let leg = try connected(number)
        try press(keys, leg)
    }

    func say(_ text: String, on number: String) throws {
        let leg = try connected(number)
        try say(text, leg)
    }

    func hangUp(_ number: String) throws {
        guard let leg = board.value.live(number)?.leg else {
            throw StageFault("the phone \(number) is not in a call")
        }
        leave(leg.id)
    }

    func pickUp(_ number: String) throws {
        guard let leg = board.value.live(number)?.leg, leg.isRung else {
            throw StageFault("the phone \(number) is not rung")
        }
        answer(leg.id)
    }

    func setPhone(_ number: String, whenRung reaction: RingReaction) throws {
        try drivable.check(number)
        try drivable.check(reaction)
        board.value.reactions[number] = reaction
    }

    private func connected(_ number: String) throws -> ServiceLeg {
        guard let leg = board.value.live(number)?.leg, leg.state == .connected else {
            throw StageFault("the phone \(number) is not in a connected call")
        }
        return leg
    }

    // MARK: - How things stand

    func standing(ofPhone number: String) throws -> PhoneStanding? {
        try drivable.check(number)
        try look()
        let last = board.value.last(number)
        guard last != nil || board.value.reactions[number] != nil else { return nil }
        let (call, leg) = board.value.live(number).map { ($0.call, $0.leg) } ?? (nil, nil)
        let rawID = "4:" + number
        let isListenedTo = call.map { call in
            board.value.flowLegs(of: call).contains { $0.listening.values.contains(rawID) }
        }
        return PhoneStanding(
            number: number, rawID: rawID, callID: call?.id, lastCallID: call?.id ?? last?.id,
            isRung: leg?.isRung ?? false, isListenedTo: leg?.state == .connected && isListenedTo == true,
            isHeard: leg?.state == .connected)
    }

    func standing(ofCall id: String) throws -> CallStanding {
        try look()
        let call = try known(id)
        return call.standing(board.value.flowLegs(of: call))
    }

    func timeline(ofCall id: String, after: Int) throws -> [TimelineEntry] {
        settle()
        return Array(try known(id).timeline.dropFirst(after))
    }

    func callIDs() throws -> [String] { board.value.calls.map(\.id) }

    private func known(_ id: String) throws -> ServiceCall {
        guard let call = board.value.calls.first(where: { $0.id == id }) else {
            throw StageFault("the call \(id) is not known here")
        }
        return call
    }

    private func look() throws {
        settle()
        if let fault = board.value.fault { throw fault }
    }

    /// Reads what sessions have done meanwhile.
    func settle() {
        for session in book.sessions(of: story) { board.value.flow.read(session, book.records(of: session)) }
        board.value.settle()
    }
}
