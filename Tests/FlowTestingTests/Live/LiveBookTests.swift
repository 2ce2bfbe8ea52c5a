import CallJournal
import CallModel
import Logging
import NIOConcurrencyHelpers
import Testing

@testable import FlowTesting

/// Which story gets what a server's sessions do.
struct LiveBookTests {
    private let book = LiveBook(now: { 7 })

    private func session(_ number: UInt64) -> SessionID { SessionID(partition: 0, random: (number, 1)) }

    private func record(_ session: SessionID, _ seq: Int, at time: Double = 0, _ body: JournalRecord.Body)
        -> JournalRecord
    {
        JournalRecord(session: session, seq: seq, at: time, body: body)
    }

    private func begin(_ key: String) -> JournalRecord.Body {
        .begin(
            BeginRecord(
                intakeKey: key, cause: .launch, flow: "desk", generation: "g", level: 1, luaRelease: "Lua 5.4.4",
                environment: "e", seed: 1))
    }

    @Test func anIDCarriesTheNumberOfItsStory() {
        for story in [1, 77, 4_000_000] {
            let id = StoryName.id(story)
            #expect(id.count == 36 && StoryName.number(ofID: id) == story, "\(id)")
            #expect(StoryName.number(ofIntakeKey: "grid:\(id)") == story)
            #expect(StoryName.number(ofIntakeKey: "grid:\(id)|desk") == story)
            #expect(StoryName.number(ofIntakeKey: "launch:desk/\(StoryName.key(story, "a/b"))") == story)
        }
        #expect(StoryName.number(ofID: "hello") == nil && StoryName.number(ofID: "") == nil)
        #expect(StoryName.number(ofIntakeKey: "launch:desk/mine") == nil)
    }

    @Test func sessionsBelongToTheStoryOfTheirEventOrTheirKey() {
        let news = NIOLockedValueBox(0)
        book.open(3) { news.withLockedValue { $0 += 1 } }
        book.open(4) {}
        book.note([record(session(1), 0, begin("grid:" + StoryName.id(3)))])
        book.note([record(session(2), 0, begin("launch:desk/" + StoryName.key(4, "k")))])
        book.note([record(session(9), 0, begin("launch:desk/mine"))])
        #expect(book.sessions(of: 3) == [session(1)] && book.sessions(of: 4) == [session(2)])
        #expect(news.withLockedValue { $0 } == 1)
        #expect(book.story(ofSession: Substring(session(2).text)) == 4)
        #expect(book.story(ofSession: Substring(session(9).text)) == nil)
        #expect(book.hasOpenSessions(3))
        book.close(3)
        #expect(book.sessions(of: 3).isEmpty && book.records(of: session(1)).isEmpty)
    }

    @Test func aSessionThatAFlowLaunchesBelongsToTheSameStory() {
        book.open(5) {}
        let parent = session(1)
        let asked: JSONValue = ["params": [:], "key": "order 7"]
        let request = PreparedRequest(method: "LAUNCH", path: "other", body: asked.encoded)
        book.note([record(parent, 0, begin("grid:" + StoryName.id(5)))])
        book.note([
            record(
                parent, 1,
                .request(
                    RequestRecord(
                        op: OperationID(1), leg: 0, action: "launch", repeatClass: .outside, request: request,
                        timeLimit: 30)))
        ])
        book.note([record(session(2), 0, begin("launch:other/order 7"))])
        #expect(book.sessions(of: 5) == [parent, session(2)])
    }

    @Test func whatBelongsToNobodyIsTheStorysThatTakesStrays() {
        book.open(1, takesStrays: true) {}
        book.note([record(session(1), 0, begin("launch:desk/mine"))])
        book.logger.error("about nobody")
        #expect(book.sessions(of: 1) == [session(1)] && book.logs(of: 1).map(\.message) == ["about nobody"])
        book.close(1)
        book.logger.error("later")
        #expect(book.strayLogs.map(\.message) == ["later"])
    }

    @Test func anActionTakesFromItsDecisionToItsAnswer() {
        book.open(1, takesStrays: true) {}
        let (id, op) = (session(1), OperationID(1))
        let request = PreparedRequest(method: "POST", path: "/calling/x:play")
        book.note([record(id, 0, begin("launch:desk/mine"))])
        book.note([
            record(
                id, 1, at: 10,
                .request(
                    RequestRecord(
                        op: op, leg: 1, action: "play", repeatClass: .outside, request: request, timeLimit: 30)))
        ])
        book.note([
            record(
                id, 2, at: 10.25,
                .response(ResponseRecord(op: op, attempt: 1, result: .answered(status: 202, body: []))))
        ])
        let rows = book.latencies.rows
        #expect(rows.map(\.name) == [.action("play")])
        #expect(abs((rows.first?.median ?? 0) - 0.25) < 0.001)
    }
}
