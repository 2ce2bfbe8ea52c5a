import CallModel
import Testing

@testable import FlowTesting

/// Which flows belong to a phone's call, and who ended it.
struct ServiceBoardTests {
    private let session: SessionID

    init() throws { session = try #require(SessionID("00000000000000000000000001")) }

    private func board(isCaller: Bool = true, _ change: (inout ServiceLeg, inout FlowLeg) -> Void) -> ServiceBoard {
        var leg = ServiceLeg(
            id: 1, phone: ServiceBench.phone, other: CommunicationIdentifier(rawID: "4:" + ServiceBench.desk),
            isCaller: isCaller, state: .connected)
        leg.wasUp = true
        var flow = FlowLeg(session: session, begun: 1, parties: [ServiceBench.phone])
        (flow.connection, flow.correlationID, flow.serverCallID) = ("leg of the flow", "c", "d")
        change(&leg, &flow)
        var board = ServiceBoard()
        board.calls = [ServiceCall(id: "call 1", begun: 1, leg: leg, correlationID: "a", serverCallID: "b")]
        board.flow.legs = [flow]
        board.settle()
        return board
    }

    @Test func aPhoneNetworkBetweenTheTwoSidesDoesNotPartThem() {
        var board = board { $1.notes = [.init(at: 2, kind: .playStarted, text: "Hello.")] }
        let standing = board.calls[0].standing(board.flowLegs(of: board.calls[0]))
        #expect(standing.correlationID == "c" && standing.connections == ["leg of the flow"])
        #expect(standing.participants == ["4:" + ServiceBench.phone] && standing.state == "connected")
        #expect(board.calls[0].timeline.map(\.text) == ["Hello."])
        board.settle()
        #expect(board.calls[0].timeline.count == 1)
    }

    @Test func aFlowThatSpeaksWithSomebodyElseIsNotInTheCall() {
        let board = board { $1.parties = ["+14255550100"] }
        #expect(board.calls[0].flowLegs.isEmpty)
    }

    @Test func whoEndedACallIsToldWhereItIsKnown() {
        func outcome(isCaller: Bool = true, _ change: (inout ServiceLeg, inout FlowLeg) -> Void) -> String? {
            board(isCaller: isCaller) { leg, flow in
                leg.state = .ended
                change(&leg, &flow)
            }.calls[0].outcome
        }
        #expect(outcome { leg, _ in leg.ownEnd = 3 } == "caller_hung_up")
        #expect(outcome(isCaller: false) { leg, _ in leg.ownEnd = 3 } == "callee_hung_up")
        #expect(outcome { leg, flow in (leg.ownEnd, flow.hungUp) = (3, 2) } == "application_hung_up")
        #expect(outcome { leg, flow in (leg.ownEnd, flow.hungUp) = (2, 3) } == "caller_hung_up")
        #expect(outcome { _, flow in flow.removed = [ServiceBench.phone] } == "removed")
        #expect(outcome { _, _ in } == "unknown")
        for (code, word) in [(603, "rejected"), (486, "rejected"), (480, "not_answered"), (500, "unknown")] {
            let found = outcome { leg, _ in
                leg.wasUp = false
                leg.failure = ResultInformation(code: code, subCode: 0)
            }
            #expect(found == word, "\(code)")
        }
        #expect(outcome(isCaller: false) { leg, _ in leg.wasUp = false } == "not_answered")
        #expect(outcome(isCaller: false) { leg, flow in (leg.wasUp, flow.hungUp) = (false, 2) } == "cancelled")
    }
}
