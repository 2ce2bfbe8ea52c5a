import NIOCore
import Testing

@testable import CallServer

/// Messages in pieces, and how many of them are worked on.
struct StreamPiecesTests {
    private func add(_ text: String, _ pieces: inout StreamPieces, first: Bool, last: Bool) -> StreamPieces.Outcome {
        pieces.add(ByteBuffer(string: text), isFirst: first, isLast: last)
    }

    @Test func piecesAreOneMessage() {
        var pieces = StreamPieces()
        #expect(add("a", &pieces, first: true, last: true) == .whole([97]))
        #expect(add("a", &pieces, first: true, last: false) == .waits)
        #expect(add("b", &pieces, first: false, last: false) == .waits)
        #expect(add("c", &pieces, first: false, last: true) == .whole([97, 98, 99]))
        #expect(add("d", &pieces, first: true, last: true) == .whole([100]))
    }

    @Test func piecesOutOfOrderAreTold() {
        var pieces = StreamPieces()
        #expect(add("b", &pieces, first: false, last: true) == .outOfOrder)
        #expect(add("a", &pieces, first: true, last: false) == .waits)
        #expect(add("c", &pieces, first: true, last: true) == .outOfOrder)
    }

    @Test func aMessageHasItsBound() {
        var pieces = StreamPieces()
        pieces.limit = 3
        #expect(add("abc", &pieces, first: true, last: true) == .whole([97, 98, 99]))
        #expect(add("abcd", &pieces, first: true, last: true) == .tooLarge)
        #expect(add("ab", &pieces, first: true, last: false) == .waits)
        #expect(add("cd", &pieces, first: false, last: false) == .tooLarge)
    }

    @Test func aPeerIsGoneWhenItHasGivenNoSign() {
        let begin = NIODeadline.uptimeNanoseconds(5_000_000_000)
        var pulse = StreamPulse(silence: 30, at: begin)
        #expect(!pulse.isGone(at: begin + .seconds(29)) && pulse.isGone(at: begin + .seconds(30)))
        pulse.beats(at: begin + .seconds(20))
        #expect(!pulse.isGone(at: begin + .seconds(49)) && pulse.isGone(at: begin + .seconds(50)))
    }

    @Test func soManyAreWorkedOnInASecond() {
        var pace = StreamPace(perSecond: 2)
        let begin = NIODeadline.uptimeNanoseconds(5_000_000_000)
        #expect(pace.pause(at: begin) == nil)
        let first = [pace.take(at: begin), pace.take(at: begin + .milliseconds(100))]
        #expect(first == [true, true])
        #expect(pace.pause(at: begin + .milliseconds(400)) == .milliseconds(600))
        let third = pace.take(at: begin + .milliseconds(999))
        #expect(!third && pace.dropped == 1)
        #expect(pace.pause(at: begin + .seconds(1)) == nil)
        let next = pace.take(at: begin + .seconds(1))
        #expect(next)
    }
}
