-- Which item a sealed one stands in the place of ("correct it"): of the two only one may go.
ALTER TABLE item ADD COLUMN replaces TEXT;
