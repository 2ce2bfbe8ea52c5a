import CallModel
import Testing

struct StoreEffectTests {
    private func effect(
        _ change: StoreRequest.Change, on entry: StoreEntry? = nil, expires: Double? = nil
    ) -> (answer: JSONValue?, change: StoreEffect.Change) {
        let effect = StoreEffect(of: StoreRequest(key: "k", change, expires: expires), on: entry, at: 100)
        guard case .answered(let status, let body) = effect.answer else { return (nil, effect.change) }
        let json = try? JSONValue(parsing: body)
        return (status == 200 ? json?["value"] ?? .null : .string("\(status)"), effect.change)
    }

    @Test func anEntryWhoseTimeIsUpIsNotThere() {
        let old = StoreEntry("x", expires: 100)
        #expect(effect(.get, on: old).answer == .null)
        #expect(effect(.get, on: StoreEntry("x", expires: 100.5)).answer == "x")
        #expect(effect(.delete, on: old) == (false, .remove))
        #expect(
            effect(.increment(by: 2), on: StoreEntry(5, expires: 99), expires: 10) == (
                2, .keep(StoreEntry(2, expires: 110))
            ))
        #expect(effect(.compareAndSet(expected: nil, new: 1), on: old).answer == true)
    }

    @Test func aCountKeepsTheEndOfItsWindow() {
        #expect(effect(.increment(by: 1), expires: 60) == (1, .keep(StoreEntry(1, expires: 160))))
        #expect(
            effect(.increment(by: 1), on: StoreEntry(1, expires: 130), expires: 60)
                == (2, .keep(StoreEntry(2, expires: 130))))
        #expect(effect(.increment(by: 0.5), on: StoreEntry(1)) == (1.5, .keep(StoreEntry(1.5))))
    }

    @Test(arguments: [StoreEntry("x"), StoreEntry([1]), StoreEntry(.integer(.max))])
    func whatIsNoNumberIsNotCounted(entry: StoreEntry) {
        #expect(effect(.increment(by: 1), on: entry) == ("409", .nothing))
    }

    @Test func anEntryIsSetOnlyIfItIsWhatIsExpected() {
        #expect(effect(.compareAndSet(expected: nil, new: "a")) == (true, .keep(StoreEntry("a"))))
        #expect(effect(.compareAndSet(expected: nil, new: "a"), on: StoreEntry("b")) == (false, .nothing))
        #expect(effect(.compareAndSet(expected: 1.0, new: "a"), on: StoreEntry(1)).answer == true)
        #expect(
            effect(
                .compareAndSet(expected: ["a": 1, "b": [2]], new: nil), on: StoreEntry(["b": [2.0], "a": 1])
            ) == (true, .remove))
        #expect(effect(.compareAndSet(expected: ["a": 1], new: 1), on: StoreEntry(["a": 1, "b": 2])).answer == false)
    }
}
