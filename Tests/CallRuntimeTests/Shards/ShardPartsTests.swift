import Testing

@testable import CallRuntime

struct ShardPartsTests {
    @Test(arguments: [
        ([DeliveryOutcome.duplicate, .duplicate], DeliveryOutcome.duplicate),
        ([.duplicate, .accepted], .accepted), ([.accepted, .duplicate], .accepted),
        ([.accepted, .busy("x"), .accepted], .busy("x")), ([.busy("x"), .duplicate], .busy("x")),
    ])
    func theAnswerToSeveralEventsIsTheWorst(parts: [DeliveryOutcome], whole: DeliveryOutcome) {
        let outcomes = Outcomes()
        let countdown = Countdown(parts.count) { outcomes.add($0) }
        for part in parts { countdown.one(part) }
        #expect(outcomes.all == [whole])
    }

    @Test func aRecentSetForgetsTheOldest() {
        var set = RecentSet<Int>(limit: 3)
        for number in [1, 2, 2, 3, 4, 5] { set.insert(number) }
        #expect((1...5).filter(set.contains) == [3, 4, 5])
    }

    @Test func randomTextsAreVersion4() {
        let random = CountingRandom()
        let texts = (0..<50).map { _ in random.uuid() }
        #expect(Set(texts).count == 50)
        for text in texts {
            #expect(text.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        }
    }
}
