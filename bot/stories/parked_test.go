package stories_test

import "testing"

func TestMessagesPutAsideAreToldOfOnceADay(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	for i := range 2 {
		s.push(map[string]any{"business_message": s.businessMessage(anna, 91000+int64(i), "", map[string]any{"from": "odd"})})
	}
	s.mila.Hears("put aside")
	s.someoneElseIsAnswered()
	if n := s.mila.Heard("put aside"); n != 1 {
		t.Errorf("Mila was told %d times in one day, want once", n)
	}
}
