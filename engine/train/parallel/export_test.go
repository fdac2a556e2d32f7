package parallel

// ShareEverything shares out the next steps, whether that pays or not.
func (t *Trainer) ShareEverything() { t.of, t.least = len(t.workers), 0 }
