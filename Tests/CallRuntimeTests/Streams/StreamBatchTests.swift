import Testing

@testable import CallRuntime

/// What waits of a stream until its flow is given the next: in order, and bounded.
struct StreamBatchTests {
    private func said(_ text: String, by speaker: String? = "ada", isGuess: Bool = false) -> StreamInput {
        StreamInput(name: "TranscriptionData", data: Array(text.utf8), speaker: speaker, isGuess: isGuess)
    }

    private func texts(_ batch: inout StreamBatch) -> [String] {
        batch.take(at: 1).map { String(decoding: $0.data, as: UTF8.self) }
    }

    @Test func whatIsFinalStaysInOrder() {
        var batch = StreamBatch()
        for word in ["a", "b", "c"] { batch.add(said(word)) }
        #expect(texts(&batch) == ["a", "b", "c"])
        #expect(batch.delivered == 1 && texts(&batch).isEmpty)
    }

    @Test func aGuessGivesWayToWhatTheSameSpeakerSaysLater() {
        var batch = StreamBatch()
        batch.add(said("go", isGuess: true))
        batch.add(said("ja", by: "bob", isGuess: true))
        batch.add(said("good", isGuess: true))
        batch.add(StreamInput(name: "DtmfData", data: Array("#".utf8)))
        batch.add(said("good morning"))
        batch.add(said("next", isGuess: true))
        #expect(texts(&batch) == ["ja", "#", "good morning", "next"])
        #expect(batch.dropped == 0, "that is no loss")
    }

    @Test func itHoldsSoManyInputsAndNoMore() {
        var batch = StreamBatch()
        batch.add(said("guess", by: "bob", isGuess: true))
        for number in 0..<200 { batch.add(said("\(number)", by: nil)) }
        #expect(batch.waiting.count == StreamBatch.mostInputs)
        #expect(batch.waiting.first?.isGuess == false, "guesses go first")
        #expect(batch.dropped == 201 - StreamBatch.mostInputs)
    }

    @Test func itHoldsSoManyBytesAndNoMore() {
        var batch = StreamBatch()
        let large = String(repeating: "x", count: 60_000)
        for _ in 0..<10 { batch.add(said(large)) }
        #expect(batch.waiting.count == 4 && batch.dropped == 6)
        _ = batch.take(at: 1)
        batch.add(said(large))
        #expect(batch.waiting.count == 1, "room comes back")
    }
}
